import pytest

from geo.errors import DocumentError
from geo.reading.documents.public import is_public, shown_address, to_target


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://example.org", "example.org", "/"),
        ("http://Example.ORG:80/a b".replace(" ", "%20"), "example.org", "/a%20b"),
        ("https://www.example.org./a?b=c&d=%41#e", "www.example.org", "/a?b=c&d=%41"),
        ("https://example.org/خبر", "example.org", "/%D8%AE%D8%A8%D8%B1"),
        ("https://موقع.وزارة-الأتصالات.مصر/", "xn--4gbrim.xn----rmckbbajlc6dj7bxne2c.xn--wgbh1c", "/"),
        ("https://93.184.215.14/a", "93.184.215.14", "/a"),
        ("https://[2606:2800:220:1::1]/a", "2606:2800:220:1::1", "/a"),
        ("https://a_b.example.org/", "a_b.example.org", "/"),
    ],
)
def test_a_public_address_is_taken_apart(url: str, host: str, path: str) -> None:
    target = to_target(url)
    assert (target.host, target.path) == (host, path)
    assert target.url.isascii()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/a", "no http or https"),
        ("file:///etc/passwd", "no http or https"),
        ("gopher://example.org", "no http or https"),
        ("data:text/html,x", "no http or https"),
        ("example.org/a", "no http or https"),
        ("//example.org/a", "no http or https"),
        ("https://user:secret@example.org/", "user name or password"),
        ("https://example.org@127.0.0.1/", "user name or password"),
        ("https://example.org:22/", "asks for port 22"),
        ("http://example.org:443/", "asks for port 443"),
        ("https://example.org:99999/", "no address of the web"),
        ("https://example.org:x/", "no address of the web"),
        ("https://[::1/", "no address of the web"),
        ("https:///a", "names no host"),
        ("https://exa mple.org/", "has a space"),
        ("https://example.org\\@127.0.0.1/", "backslash"),
        ("https://example.org/\r\nHost: x", "has a space"),
        ("https://example.org/\u202e", "cannot be seen"),
        ("https://" + "a" * 3000, "3,008 characters"),
        ("https://-a.org/", "names no host"),
        ("https://a..org/", "names no host"),
        ("https://" + "a" * 64 + ".org/", "names no host"),
        ("http://localhost/", "one's own network"),
        ("http://LOCALHOST./", "one's own network"),
        ("http://a.localhost/", "one's own network"),
        ("http://printer/", "one's own network"),
        ("http://router.lan/", "one's own network"),
        ("http://metadata.google.internal/", "one's own network"),
        ("http://127.0.0.1/", "not public"),
        ("http://127.1/", "not public"),
        ("http://2130706433/", "not public"),
        ("http://0x7f000001/", "not public"),
        ("http://0x7f.0.0.1/", "not public"),
        ("http://0177.0.0.1/", "not public"),
        ("http://127.0.0.0x1/", "not public"),
        ("http://１２７.0.0.1/", "not public"),
        ("http://134744072/", "not public"),  # 8.8.8.8, but not as it is usually written
        ("http://[::1]/", "not public"),
        ("http://[::ffff:127.0.0.1]/", "not public"),
        ("http://[fe80::1%25eth0]/", "not public"),
    ],
)
def test_what_is_no_public_page_is_refused(url: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        to_target(url)
    assert "secret" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254", "169.254.169.254"),
        *(
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "203.0.113.5",
        ),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::127.0.0.1", "64:ff9b:1::a00:1"),
        *("2002:7f00:1::1", "2002:a00:1::", "2001:0:7f00:1::", "2001:0:5db8:d70e:0:0:f5ff:fffe", "2001:db8::1"),
        *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "3fff::1", "ff02::1", "2606:2800::1%lo"),
        *("", "example.org", "127.1", "0177.0.0.1"),
    ],
)
def test_addresses_of_networks_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"],
)
def test_addresses_of_the_public_net(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:secret@example.org/a?token=secret#secret", "https://example.org/a"),
        ("https://example.org/a;jsessionid=secret", "https://example.org/a"),
        ("u:secret@example.org", "example.org"),
        ("https://example.org/\x1b[2J", "https://example.org/\ufffd[2J"),
        ("https://example.org/" + "a" * 900, "https://example.org/" + "a" * 180 + "..."),
    ],
)
def test_messages_leave_out_what_may_be_secret(url: str, shown: str) -> None:
    assert shown_address(url) == shown
