// VS Code calls `run` in the extension host; the report goes into the file TCLSP_REPORT.
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
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs'));
    for (const name of files.sort()) mocha.addFile(path.join(__dirname, name));
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
