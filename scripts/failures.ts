/**
 * What a tool prints for a failed test: its title, then the error up to the place in the code, the next
 * failure, or the end of the output.
 */
const formats = {
  playwright:
    /^ {2}\d+\) (.*?)[ ─]*\n([\s\S]*?)(?=\n +(?:>? *\d+ \||at |attachment |\d+\) |\d+ (?:failed|interrupted)$)|$(?![\s\S]))/gm,
  vitest: /^ FAIL +(.*)\n([\s\S]*?)(?=\n(?: ❯ | FAIL |⎯)|$(?![\s\S]))/gm,
};

/** The lines of an error that usually say what is wrong. */
const MAX_LINES = 15;

/** The failed tests in a tool's output: each title, with its first error indented below. */
export function failuresIn(tool: keyof typeof formats, output: string): readonly string[] {
  return [...output.matchAll(formats[tool])].map(([, title = '', error = '']) => {
    const lines = error.split('\n').filter((line) => line.trim() !== '');
    return [title, ...lines.slice(0, MAX_LINES).map((line) => `    ${line.trim()}`)].join('\n');
  });
}
