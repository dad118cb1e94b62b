import { expect, it } from 'vitest';
import { findLoggedHeads, MAX_HEADS } from './logged-heads';

const hashOf = (entry: number) => entry.toString(16).padStart(64, '0');
const lineOf = (entry: number) =>
  JSON.stringify({
    level: 'info',
    time: '2026-03-02',
    entry,
    hash: hashOf(entry),
    msg: 'audit head',
  });

it('finds the heads in a log, behind a prefix as well, and each once', async () => {
  const lines = [
    '{"level":30,"msg":"warehouse open"}',
    lineOf(7),
    `web-1  | ${lineOf(3)}`,
    lineOf(7),
    '{"msg":"audit head","entry":9',
    '{"msg":"audit head","entry":9,"hash":"short"}',
    '',
    JSON.stringify({ msg: 'a note about the "audit head"', entry: 9, hash: hashOf(9) }),
  ];
  expect(await findLoggedHeads(lines)).toEqual([
    { entry: 3, hash: hashOf(3) },
    { entry: 7, hash: hashOf(7) },
  ]);
});

it('keeps the newest head and evenly spaced others of a long log', async () => {
  const newest = 10 * MAX_HEADS + 3;
  const heads = await findLoggedHeads(Array.from({ length: newest }, (_, n) => lineOf(n + 1)));
  expect(heads.length).toBeLessThanOrEqual(MAX_HEADS);
  expect(heads.at(-1)).toEqual({ entry: newest, hash: hashOf(newest) });
  expect(heads[0]?.entry).toBeLessThan(newest / 100);
});
