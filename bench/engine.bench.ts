import { routeAccounts } from '@/lib/engine/route-accounts';
import { randomProblem } from '@/test/engine/builders';

/** Measures whole engine runs, including explanations, on seeded random problems. */

const sizes = [
  { accounts: 60, csms: 40, runs: 51 },
  { accounts: 500, csms: 500, runs: 11 },
];

console.log('accounts  CSMs  runs  median ms  slowest ms  placed  deferred  proved');
for (const { accounts, csms, runs } of sizes) {
  const times: number[] = [];
  let summary = '';
  for (let run = 0; run < runs; run++) {
    const problem = randomProblem(accounts, csms, run);
    const started = performance.now();
    const result = routeAccounts(problem);
    times.push(performance.now() - started);
    if (result.status !== 'solved') throw new Error(`not solved: ${result.status}`);
    const { proof, placements, deferrals } = result;
    if (proof.primal !== proof.bound) process.exitCode = 1;
    summary = [
      String(placements.length).padStart(8),
      String(deferrals.length).padStart(9),
      proof.primal === proof.bound ? '  yes' : '  NO',
    ].join('');
  }
  times.sort((a, b) => a - b);
  const figures = [
    String(accounts).padStart(8),
    String(csms).padStart(6),
    String(runs).padStart(6),
    (times[Math.floor(runs / 2)] as number).toFixed(1).padStart(11),
    (times.at(-1) as number).toFixed(1).padStart(12),
  ];
  console.log(`${figures.join('')}${summary}`);
}
