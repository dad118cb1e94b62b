import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assign } from '@/lib/engine/solver/assign';

/**
 * Solves the assignment problems of OR-Library (Beasley) and compares the results with the published
 * optima. Reads the folder OR_LIBRARY; by default, ../shared/bench/or-library next to the repository.
 */

const optima: Readonly<Record<string, number>> = {
  assign100: 305,
  assign200: 475,
  assign400: 804,
  assign800: 1552,
  assignp1500: 5839,
  assignp3000: 18696,
};

/** Dense files list costs row by row; sparse files (assignp…) list row, column, and cost. */
function readCosts(path: string, sparse: boolean): { size: number; costs: Float64Array } {
  const numbers = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);
  const size = numbers[0] as number;
  if (!sparse) return { size, costs: Float64Array.from(numbers.slice(1)) };
  const costs = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (let i = 1; i + 2 < numbers.length; i += 3) {
    const [row, column, cost] = numbers.slice(i, i + 3) as [number, number, number];
    costs[(row - 1) * size + column - 1] = cost;
  }
  return { size, costs };
}

const defaultFolder = fileURLToPath(new URL('../../shared/bench/or-library', import.meta.url));
const folder = process.env.OR_LIBRARY ?? defaultFolder;

if (!existsSync(folder)) {
  console.log('SKIPPED or-library: set OR_LIBRARY to the folder with its files.');
} else {
  console.log('problem        found  optimum  placed        ms');
  let wrongCount = 0;
  for (const [name, optimum] of Object.entries(optima)) {
    const { size, costs } = readCosts(join(folder, `${name}.txt`), name.startsWith('assignp'));
    const started = performance.now();
    const assignment = assign({ rows: size, columns: size, costs });
    const ms = performance.now() - started;
    const isRight =
      assignment.primal === optimum && assignment.bound === optimum && assignment.placed === size;
    if (!isRight) wrongCount += 1;
    console.log(
      [
        name.padEnd(12),
        String(assignment.primal).padStart(7),
        String(optimum).padStart(8),
        String(assignment.placed).padStart(7),
        ms.toFixed(1).padStart(9),
        isRight ? '' : ` WRONG (bound ${assignment.bound})`,
      ].join(' '),
    );
  }
  if (wrongCount > 0) process.exitCode = 1;
}
