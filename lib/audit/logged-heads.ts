import { z } from 'zod';
import type { LoggedHead } from './types';

/** Enough to say roughly where a chain was rewritten. One head covers all entries before it. */
export const MAX_HEADS = 500;

const line = z.object({
  msg: z.literal('audit head'),
  entry: z.int().min(0),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Finds the heads of the audit trail in the lines of a server's log, which may have a prefix. If there
 * are more than `MAX_HEADS`, keeps evenly spaced ones and the newest.
 */
export async function findLoggedHeads(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<readonly LoggedHead[]> {
  const found = new Map<string, LoggedHead>();
  for await (const text of lines) {
    if (!text.includes('"audit head"')) continue;
    const parsed = line.safeParse(parseJson(text.slice(text.indexOf('{'))));
    if (!parsed.success) continue;
    const { entry, hash } = parsed.data;
    found.set(`${entry} ${hash}`, { entry, hash });
  }
  const heads = [...found.values()].sort((one, other) => one.entry - other.entry);
  const step = Math.ceil(heads.length / MAX_HEADS);
  return heads.filter((_, index) => (heads.length - 1 - index) % step === 0);
}

// A line may be cut off.
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
