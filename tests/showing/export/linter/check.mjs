// Says what @placemarkio/check-geojson has against a file: `node check.mjs FILE`; one line a fault, and status 1 if there are any.
import { readFileSync } from "node:fs";
import { getIssues } from "@placemarkio/check-geojson";

const issues = getIssues(readFileSync(process.argv[2], "utf8"));
for (const issue of issues) {
  console.log(`${issue.severity} at ${issue.from}: ${issue.message}`);
}
process.exit(issues.length ? 1 : 0);
