import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AuditEntryRow,
  type AuditHead,
  auditHash,
  auditText,
  FIRST_AUDIT_HASH,
} from '@/lib/warehouse/sql/audit';
import { ChainCheck } from './check-chain';
import { describeProblem } from './labels';
import type { LoggedHead } from './types';

type Content = Omit<AuditEntryRow, 'entry_number' | 'previous_hash' | 'entry_hash'>;

const content = (n: number): Content => ({
  happened_at: new Date(Date.UTC(2026, 0, 1, 0, n)),
  is_whole_ms: true,
  action: 'run.started',
  actor: 'ann@example.com',
  actor_name: 'Ann',
  subject: `R${n}`,
  details: '{"dryRun":false}',
});

/** Hashes an entry as its contents, number, and previous hash are now. */
const hashed = (row: AuditEntryRow): AuditEntryRow => {
  const { happened_at: at, actor, actor_name: actorName, action, subject, details } = row;
  const text = auditText({ at, actor, actorName, action, subject, details });
  return { ...row, entry_hash: auditHash(row.previous_hash, row.entry_number, text) };
};

/** A chain as the program writes it, from contents. */
function chainOf(contents: readonly Content[]): AuditEntryRow[] {
  let previous_hash = FIRST_AUDIT_HASH;
  return contents.map((each, index) => {
    const row = hashed({ ...each, entry_number: index + 1, previous_hash, entry_hash: '' });
    previous_hash = row.entry_hash;
    return row;
  });
}

const SIZE = 7;
const chain = chainOf(Array.from({ length: SIZE }, (_, index) => content(index + 1)));
const entry = (number: number) => chain[number - 1] as AuditEntryRow;
const headOf = (rows: readonly AuditEntryRow[]): AuditHead => {
  const { entry_number, entry_hash } = rows.at(-1) as AuditEntryRow;
  return { entry_number, entry_hash };
};
const head = headOf(chain);

/** Checks rows in the order in which the warehouse returns them, and returns the problems. */
function check(
  rows: readonly AuditEntryRow[],
  current: AuditHead | undefined = head,
  logged: readonly LoggedHead[] = [],
) {
  const chainCheck = new ChainCheck(logged);
  const numbers = [...new Set(rows.map(({ entry_number }) => entry_number))].sort((a, b) => a - b);
  for (const number of numbers) {
    const [first, ...others] = rows
      .filter(({ entry_number }) => entry_number === number)
      .sort((a, b) => (a.entry_hash < b.entry_hash ? -1 : 1));
    if (first) chainCheck.add([first, ...others]);
  }
  return chainCheck.end(current).problems;
}

const replaced = (number: number, change: Partial<AuditEntryRow>) =>
  chain.map((row) => (row.entry_number === number ? { ...row, ...change } : row));
const without = (...numbers: number[]) =>
  chain.filter(({ entry_number }) => !numbers.includes(entry_number));
const changed = (from: number, to = from) => ({ kind: 'changed', from, to });
const everyPlace = [1, 2, 4, SIZE - 1, SIZE];

describe('an audit trail that nobody edited', () => {
  it('has no problems, whatever its size and whatever heads the log has', () => {
    expect(check(chain)).toEqual([]);
    expect(check([], { entry_number: 0, entry_hash: FIRST_AUDIT_HASH })).toEqual([]);
    const heads = chain.map(({ entry_number, entry_hash: hash }) => ({
      entry: entry_number,
      hash,
    }));
    expect(check(chain, head, heads)).toEqual([]);
  });
});

describe('a changed entry is named', () => {
  const changes: [string, Partial<AuditEntryRow>][] = [
    ['time', { happened_at: new Date(Date.UTC(2026, 0, 2)) }],
    ['time, by less than a millisecond', { is_whole_ms: false }],
    ['person', { actor: 'bo@example.com' }],
    ['name', { actor_name: 'Bo' }],
    ['action', { action: 'run.canceled' }],
    ['subject', { subject: null }],
    ['details', { details: '{"dryRun":true}' }],
    ['previous hash', { previous_hash: 'f'.repeat(64) }],
    ['hash', { entry_hash: 'f'.repeat(64) }],
  ];

  it.each(changes)('if its %s was changed, wherever it is', (_, change) => {
    for (const number of everyPlace) {
      expect(check(replaced(number, change))).toEqual([changed(number)]);
    }
  });

  it('if its hash was computed again', () => {
    for (const number of everyPlace.filter((each) => each < SIZE)) {
      const forged = hashed({ ...entry(number), subject: 'forged' });
      expect(check(replaced(number, forged))).toEqual([changed(number)]);
    }
  });

  it('if it was replaced with another that links to something else', () => {
    for (const number of [2, 4, SIZE - 1, SIZE]) {
      const forged = hashed({ ...entry(number), previous_hash: 'e'.repeat(64) });
      expect(check(replaced(number, forged))).toEqual([changed(number)]);
    }
  });

  it('together with the head if it is the newest and its hash was computed again', () => {
    const forged = hashed({ ...entry(SIZE), subject: 'forged' });
    expect(check(replaced(SIZE, forged))).toEqual([{ kind: 'head', from: SIZE, to: SIZE }]);
  });

  it('if two entries were swapped', () => {
    const { subject, details } = entry(5);
    const rows = replaced(2, { subject, details }).map((row) =>
      row.entry_number === 5 ? { ...row, subject: entry(2).subject } : row,
    );
    expect(check(rows)).toEqual([changed(2), changed(5)]);
    const renumbered = chain.map((row) => {
      if (row.entry_number === 3) return { ...row, entry_number: 4 };
      return row.entry_number === 4 ? { ...row, entry_number: 3 } : row;
    });
    expect(check(renumbered)).toEqual([changed(3, 4)]);
  });
});

describe('removed entries are named', () => {
  it.each([
    ['first', [1]],
    ['middle', [4]],
    ['last', [SIZE]],
    ['first two', [1, 2]],
    ['last three', [5, 6, 7]],
  ])('if the %s is missing', (_, numbers) => {
    const [from, to] = [numbers[0], numbers.at(-1)];
    expect(check(without(...numbers))).toEqual([{ kind: 'removed', from, to }]);
  });

  it('if several places are missing, or all', () => {
    expect(check(without(2, 5, 6))).toEqual([
      { kind: 'removed', from: 2, to: 2 },
      { kind: 'removed', from: 5, to: 6 },
    ]);
    expect(check([])).toEqual([{ kind: 'removed', from: 1, to: SIZE }]);
  });

  it('if the head was moved back as well, from the log', () => {
    const rows = chain.slice(0, 4);
    expect(check(rows, headOf(rows))).toEqual([]);
    const logged = [{ entry: SIZE, hash: head.entry_hash }];
    expect(check(rows, headOf(rows), logged)).toEqual([{ kind: 'removed', from: 5, to: SIZE }]);
  });

  it('and so is the head', () => {
    const none = new ChainCheck([]);
    for (const row of chain) none.add([row]);
    expect(none.end(undefined).problems).toEqual([{ kind: 'no_head', from: SIZE, to: SIZE }]);
  });
});

describe('an inserted entry is named', () => {
  it('if it has the number of another, even with a valid hash and link', () => {
    for (const number of everyPlace) {
      const forged = hashed({ ...entry(number), subject: 'forged' });
      const inserted = { kind: 'inserted', from: number, to: number };
      expect(check([...chain, forged])).toEqual([inserted]);
      expect(check([...chain, { ...entry(number), details: '{}' }])).toEqual([inserted]);
      expect(check([...chain, entry(number)])).toEqual([inserted]);
    }
  });

  it('if it comes after the head, or before the first', () => {
    const next = { ...content(8), entry_number: SIZE + 1, previous_hash: head.entry_hash };
    const appended = hashed({ ...next, entry_hash: '' });
    const after = { kind: 'inserted', from: SIZE + 1, to: SIZE + 1 };
    expect(check([...chain, appended])).toEqual([after]);
    expect(check([...chain, { ...entry(1), entry_number: -3 }])).toEqual([
      { kind: 'inserted', from: -3, to: -3 },
    ]);
  });

  it('with all entries that were renumbered to make room for it', () => {
    const rows = chain.map((row) =>
      row.entry_number > 3 ? { ...row, entry_number: row.entry_number + 1 } : row,
    );
    const forged = hashed({ ...entry(4), subject: 'forged' });
    expect(check([...rows, forged])).toEqual([
      changed(5, SIZE + 1),
      { kind: 'inserted', from: SIZE + 1, to: SIZE + 1 },
    ]);
  });
});

describe('a chain that was computed again', () => {
  const rewritten = chainOf(
    chain.map((row, index) => (index === 4 ? { ...row, actor: 'bo' } : row)),
  );
  const logged = [1, 3, 6, 7].map((number) => ({ entry: number, hash: entry(number).entry_hash }));

  it('is found by the log, which says between which heads', () => {
    expect(check(rewritten, headOf(rewritten))).toEqual([]);
    expect(check(rewritten, headOf(rewritten), logged)).toEqual([
      { kind: 'rewritten', from: 4, to: 6 },
    ]);
  });
});

describe('any edit', () => {
  const row = fc.integer({ min: 1, max: SIZE });
  const text = fc.string({ maxLength: 8 });
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('remove' as const), row }),
    fc.record({ kind: fc.constant('change' as const), row, text, rehash: fc.boolean() }),
    fc.record({ kind: fc.constant('insert' as const), row, text, rehash: fc.boolean() }),
    fc.record({
      kind: fc.constant('move' as const),
      row,
      to: fc.integer({ min: -1, max: SIZE + 2 }),
    }),
  );

  it('is found, also in combination with others, if the log has the head', () => {
    const logged = [{ entry: SIZE, hash: head.entry_hash }];
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let rows = [...chain];
        for (const each of edits) {
          const at = rows.findIndex(({ entry_number }) => entry_number === each.row);
          const old = rows[at];
          if (!old) continue;
          if (each.kind === 'remove') rows = rows.filter((_, index) => index !== at);
          else if (each.kind === 'move') rows[at] = { ...old, entry_number: each.to };
          else {
            const forged = { ...old, subject: each.text };
            const next = each.rehash ? hashed(forged) : forged;
            if (each.kind === 'insert') rows.push(next);
            else rows[at] = next;
          }
        }
        const numbered = rows.toSorted((a, b) => a.entry_number - b.entry_number);
        fc.pre(JSON.stringify(numbered) !== JSON.stringify(chain));
        const problems = check(rows, head, logged);
        expect(problems).not.toEqual([]);
        for (const problem of problems) expect(describeProblem(problem)).toMatch(/\d/);
      }),
      { numRuns: 500 },
    );
  });
});
