// VS Code calls `run` in the extension host: it runs the tests of the folder TCLSP_SUITE. The report
// goes into the file TCLSP_REPORT.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const Mocha = require('mocha');

exports.run = () =>
  new Promise((resolve, reject) => {
    const mocha = new Mocha({
      timeout: 60_000,
      forbidOnly: true,
      reporter: 'json',
      reporterOptions: { output: process.env.TCLSP_REPORT },
    });
    const folder = process.env.TCLSP_SUITE;
    const files = readdirSync(folder).filter((name) => name.endsWith('.test.cjs'));
    for (const name of files.sort()) mocha.addFile(path.join(folder, name));
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
