import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type Texts = Readonly<Record<string, string>>;

function texts(name: string): Texts {
  return JSON.parse(readFileSync(path.join(ROOT, name), 'utf8')) as Texts;
}

/** The texts that the code hands to `l10n.t`. */
function textsOfCode(): string[] {
  const found = new Set<string>();
  for (const name of readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(path.join(ROOT, 'src', name), 'utf8');
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'l10n.t') {
        const [first] = node.arguments;
        if (first === undefined || !ts.isStringLiteralLike(first)) {
          throw new Error(`${name}: l10n.t takes a literal`);
        }
        found.add(first.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true));
  }
  return [...found];
}

function placeholders(text: string): string[] {
  return (text.match(/\{\d\}|\$\{[^}]+\}|command:[\w.]+/g) ?? []).sort();
}

const ofCode = Object.fromEntries(textsOfCode().map((text) => [text, text]));

describe.each<[string, Texts, Texts]>([
  ['the manifest', texts('package.nls.json'), texts('package.nls.zh-cn.json')],
  ['the code', ofCode, texts('l10n/bundle.l10n.zh-cn.json')],
])('the Chinese texts of %s', (_, english, chinese) => {
  it('are those that there are in English', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.entries(english))('keep what is filled in: %s', (key, text) => {
    expect(placeholders(chinese[key] ?? '')).toEqual(placeholders(text));
  });
});

it('the manifest uses each of its texts, and no other', () => {
  const manifest = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const used = [...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
  expect([...new Set(used)].sort()).toEqual(Object.keys(texts('package.nls.json')).sort());
});
