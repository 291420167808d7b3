import { describe, expect, it } from 'vitest';
import { answerPage } from '../src/commands/answer_page';
import { codeAround, looksLikeAnswer } from '../src/commands/answer_text';

describe('the page about an answer', () => {
  const page = answerPage({
    outcome: 'failure',
    explanation: '<p>The signature has expired.</p>',
    places: [{ label: 'a<b>.py:12', link: 'command:tclsp.openLocation?%5B%5D' }],
    labels: { handledHere: '<script>', notHandled: 'Nowhere' },
  });

  it('shows what came from outside as text', () => {
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('a&lt;b&gt;.py:12');
    expect(page).not.toMatch(/<(script|img|b)\b/);
  });

  it('runs no script and loads nothing', () => {
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  });
});

it.each([
  ['{"Response": {"Error": {"Code": "X"}, "RequestId": "1"}}', true],
  ['{"Code": "AuthFailure"}', true],
  ['{"name": "x"}', false],
  ['"Response"', false],
  ['null', false],
  ['print("Response")', false],
])('%s could be an answer: %s', (text, expected) => {
  expect(looksLikeAnswer(text)).toBe(expected);
});

it.each([
  ['if e.code == "AuthFailure.SignatureExpire":', 20, 'AuthFailure.SignatureExpire'],
  ["if e.code == 'AuthFailure':", 15, 'AuthFailure'],
  ['if e.code == AuthFailure:', 15, null],
  ['', 0, null],
])('the code in %j at %i is %j', (line, offset, expected) => {
  expect(codeAround(line, offset)).toBe(expected);
});
