import { routeAccounts } from '@/lib/engine/route-accounts';
import { jobs } from '@/lib/engine-worker/jobs';
import { randomProblem } from '@/test/engine/builders';

for (const [a, c] of [
  [500, 100],
  [500, 500],
] as const) {
  const p = randomProblem(a, c, 1);
  const t = (n: string, f: () => unknown) => {
    for (let i = 0; i < 5; i++) f();
    const b = process.cpuUsage();
    for (let i = 0; i < 10; i++) f();
    const u = process.cpuUsage(b);
    console.log(a, c, n, ((u.user + u.system) / 10000).toFixed(1));
  };
  t('route', () => routeAccounts(p));
  t('solveRun', () => jobs.solveRun(p));
  const r = jobs.solveRun(p);
  if (r.status === 'solved') {
    console.log(
      'json bytes',
      r.placements.reduce((s, x) => s + x.explanation.length, 0),
      r.placements.length,
      'input',
      r.input.length,
      JSON.stringify(p).length,
    );
    t('clone out', () => structuredClone(r));
    t('clone in', () => structuredClone(p));
  }
}
