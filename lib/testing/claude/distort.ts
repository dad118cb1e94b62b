import type { Distortion } from './happenings';

type Entry = Record<string, unknown>;

/** Changes the answer as planned: it knows the one list in it, and the id and suggestion in there. */
export function distort(answer: unknown, how: Distortion): unknown {
  if (typeof how === 'object') return how.change(structuredClone(answer));
  switch (how) {
    case 'wrong-ids':
      return changed(answer, (all) => all.map((each) => ({ ...each, ...another(each) })));
    case 'leave-one-out':
      return changed(answer, (all) => all.slice(0, -1));
    case 'add-one':
      return changed(answer, (all) => [...all, ...all.slice(0, 1).map(withAnotherId)]);
    case 'double-one':
      return changed(answer, (all) => [...all, ...all.slice(0, 1)]);
    case 'suggest-outsider':
      return changed(answer, ([first = {}, ...rest]) => [
        { ...first, ...outsider(first) },
        ...rest,
      ]);
    default:
      return answer;
  }
}

function changed(answer: unknown, change: (entries: Entry[]) => Entry[]): unknown {
  const [name, entries] =
    Object.entries(answer as object).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined) throw new Error('There is no list in the answer to change');
  return { ...(answer as object), [name]: change(entries) };
}

function nameOf(entry: Entry, pattern: RegExp): string {
  const found = Object.keys(entry).find((name) => pattern.test(name));
  if (found === undefined) throw new Error(`Nothing in the answer is named like ${pattern}`);
  return found;
}

function another(entry: Entry): Entry {
  const name = nameOf(entry, /id$/i);
  const id = entry[name];
  return { [name]: typeof id === 'number' ? id + 900_000 : `9${id}` };
}

const withAnotherId = (entry: Entry): Entry => ({ ...entry, ...another(entry) });

function outsider(entry: Entry): Entry {
  const name = nameOf(entry, /^suggest/i);
  return { verdict: 'reassign', [name]: 'Somebody Else' };
}
