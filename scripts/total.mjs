// Adds up the test results of CI and prints one line: `node scripts/total.mjs RESULTS.json…`
// A test that was not run counts as failed: CI installs everything that a test may need.
import { readFileSync } from 'node:fs';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error(`no results in ${file}`);
    failed++;
    continue;
  }
  const skipped = (results.numPendingTests ?? 0) + (results.numTodoTests ?? 0);
  // A suite that fails to load has no failed test of its own.
  const broken = results.numFailedTestSuites > 0 && results.numFailedTests === 0 ? 1 : 0;
  passed += results.numPassedTests;
  failed += results.numFailedTests + skipped + broken;
  for (const suite of results.testResults ?? []) {
    for (const test of suite.assertionResults ?? []) {
      if (test.status !== 'passed') console.error(`${test.status}: ${suite.name}: ${test.fullName}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
