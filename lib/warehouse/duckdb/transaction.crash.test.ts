import { expect, it } from 'vitest';
import { startProcess } from '@/test/support/processes/start-process';
import { temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { openDuckDb } from './open-duckdb';

const rounds = 5;

it('keeps every acknowledged transaction intact when the process is killed', async () => {
  const { warehouse, path, dispose } = await temporaryDuckDb();
  await warehouse.script('CREATE TABLE pairs (n INTEGER, half VARCHAR, text VARCHAR)');
  await warehouse.close();

  let acknowledged = 0;
  for (let round = 1; round <= rounds; round++) {
    const child = startProcess('commit-loop', path, String(round * 100_000));
    let acknowledgedInRound = 0;
    for await (const _ of child.lines) {
      acknowledgedInRound += 1;
      // Kill at a different time each round. Acknowledgments in transit still count.
      if (acknowledgedInRound === 100 + round * 7) child.process.kill('SIGKILL');
    }
    await child.exited;
    expect(child.stderr()).toBe('');
    acknowledged += acknowledgedInRound;

    const reopened = await openDuckDb({ path });
    const { rows } =
      await reopened.script(`SELECT COUNT(*), COUNT(DISTINCT n), COUNT(DISTINCT n || half)
      FROM pairs`);
    await reopened.close();
    const [halves, numbers, distinct] = (rows[0] ?? []) as number[];
    expect(halves).toBe(2 * (numbers ?? 0));
    expect(distinct).toBe(halves);
    expect(numbers).toBeGreaterThanOrEqual(acknowledged);
    // Each round can add at most one transaction that was not acknowledged.
    expect(numbers).toBeLessThanOrEqual(acknowledged + round);
  }
  await dispose();
});
