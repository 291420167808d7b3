/** Whether a text could be an answer of the API: JSON with a `Response`, an `Error` or a `Code`. */
export function looksLikeAnswer(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      typeof value === 'object' &&
      value !== null &&
      ['Response', 'Error', 'Code', 'RequestId'].some((key) => key in value)
    );
  } catch {
    return false;
  }
}

/** The text of an answer that holds nothing but a code. */
export function answerOfCode(code: string): string {
  return JSON.stringify({ Error: { Code: code, Message: '' } });
}

/** The error code that stands in the quotes around `offset` of a line; null where there is none. */
export function codeAround(line: string, offset: number): string | null {
  for (const match of line.matchAll(/[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_]+)*/g)) {
    const isHere = match.index <= offset && offset <= match.index + match[0].length;
    if (!isHere) continue;
    const quotes = `${line[match.index - 1] ?? ''}${line[match.index + match[0].length] ?? ''}`;
    return quotes === '""' || quotes === "''" ? match[0] : null;
  }
  return null;
}
