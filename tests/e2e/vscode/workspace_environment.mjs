// A virtual environment as projects have one: Debian's Python, no pip, and an SDK.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SDK_VERSION = '3.1.0';

/** Just enough of an SDK for the files that "Go to Definition" leads to. */
const SDK = {
  '__init__.py': `__version__ = "${SDK_VERSION}"\n`,
  'sms/v20210111/errorcodes.py': `# -*- coding: utf8 -*-

# 签名ID不存在。
FAILEDOPERATION_SIGNIDNOTEXIST = 'FailedOperation.SignIdNotExist'
`,
  'sms/v20210111/sms_client.py': `class SmsClient:
    def SendSms(self, request):
        """短信发送接口。"""
`,
};

/** Makes `.venv` in a workspace. */
export function makeEnvironment(workspace) {
  const folder = path.join(workspace, '.venv');
  const packages = path.join(folder, 'lib/python3/site-packages/tencentcloud');
  write(path.join(folder, 'pyvenv.cfg'), 'home = /usr/bin\n');
  mkdirSync(path.join(folder, 'bin'));
  symlinkSync('/usr/bin/python3', path.join(folder, 'bin/python'));
  for (const [name, text] of Object.entries(SDK)) write(path.join(packages, name), text);
}

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
