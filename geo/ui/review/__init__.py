"""The parts of the review page.

``items.py`` says what is looked at, ``states.py`` what is known of it, ``queue_box.py`` lists what waits for a look;
``mention_box.py`` with ``meaning.py``, ``place_form.py`` and ``scope_box.py`` corrects a name, ``record_box.py`` with
``record_form.py`` and ``arrange_box.py`` an event or flow, ``add_box.py`` adds one; ``keeping.py`` keeps what was
corrected, ``log_box.py`` and ``exchange_box.py`` list it and hand it on. ``words.py`` says it in words.
"""
