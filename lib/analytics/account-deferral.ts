import { type RunResult, runResultSchema } from '@/lib/runs/result';

const deferralSchema = runResultSchema.shape.deferrals.element;

/**
 * The deferral of an account from what follows its id in the JSON text of a run's result; null
 * where that is not a deferral.
 */
export function deferralFrom(
  accountId: string,
  following: string,
): RunResult['deferrals'][number] | null {
  const end = endOfObject(following);
  if (end === null) return null;
  const text = `{"accountId":${JSON.stringify(accountId)}${following.slice(0, end)}`;
  const parsed = deferralSchema.safeParse(parsedOrNull(text));
  return parsed.success ? parsed.data : null;
}

/** Where the object ends that `text` is inside of; null where it does not. */
function endOfObject(text: string): number | null {
  let depth = 1;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at + 1;
  }
  return null;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
