import 'server-only';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { SolvedRun } from '@/lib/engine-worker/jobs';
import { runJob } from '@/lib/engine-worker/run-job';
import type { RunDeferral, RunResult } from '@/lib/read-model/run-schemas';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { getRun, type Run } from './read-runs';
import { exportDeferrals } from './run-deferrals';
import { runFigures } from './run-result';
import { readStoredProblem } from './stored-problem';

/** What solving a stored run again gave, compared with what was stored. */
export interface Replay {
  readonly runId: string;
  readonly placed: number;
  readonly deferred: number;
  /** What differs, as sentences; empty if the results are identical to the last bit. */
  readonly differences: readonly string[];
}

/**
 * Solves a stored run again from what it was solved from, and compares the results: placements,
 * deferrals, costs, scores, proof, fairness, and match quality. Nothing is saved.
 *
 * @throws AppError `not_found` if the run does not exist, has no result, or its input was not stored
 */
export async function replayRun(ctx: Context, runId: string): Promise<Replay> {
  requireRole(ctx.person, 'viewer');
  const [run, problem] = await Promise.all([
    getRun(ctx, runId),
    readStoredProblem(ctx.warehouse, runId.slice(0, 50)),
  ]);
  const { id, result } = run;
  if (!result) throw new AppError('not_found', `Run ${id} has no result to compare with.`);
  if (!problem) throw notStoredError(id);
  const solution = await runJob('solveRun', problem);
  const isSolved = solution.status === 'solved';
  return {
    runId: id,
    placed: result.placements.length,
    deferred: result.deferred ?? result.deferrals.length,
    differences: isSolved
      ? compareResults({ ...result, deferrals: await allDeferrals(ctx, run) }, solution)
      : ['No account can be placed anymore.'],
  };
}

async function allDeferrals(ctx: Context, run: Run): Promise<RunDeferral[]> {
  const deferrals: RunDeferral[] = [];
  for await (const batch of await exportDeferrals(ctx, run)) deferrals.push(...batch);
  return deferrals;
}

function notStoredError(runId: string): AppError {
  return new AppError(
    'not_found',
    `Run ${runId} cannot be replayed: what it was solved from was not stored.`,
  );
}

/** What became of an account in a run, in the words and to the bit. */
interface Outcome {
  readonly accountName: string;
  readonly text: string;
  readonly bits: string;
}

function compareResults(stored: RunResult, solution: SolvedRun): string[] {
  // A refresh saved nothing for accounts that were decided while it ran.
  const skipped = new Set(stored.refresh?.skipped.map(({ accountId }) => accountId));
  const before = outcomesOf(stored, () => undefined);
  const names = new Map([...before].map(([id, { accountName }]) => [id, accountName]));
  // An earlier run stored only its first 500 deferrals.
  const deferrals = stored.reasons
    ? solution.deferrals
    : solution.deferrals.slice(0, stored.deferrals.length);
  const after = outcomesOf({ ...solution, deferrals }, (id) => names.get(id));
  const ids = [...new Set([...before.keys(), ...after.keys()])].filter((id) => !skipped.has(id));
  const accounts = ids.flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    if (was?.bits === is?.bits) return [];
    const name = was?.accountName ?? is?.accountName ?? id;
    return [`${name} (${id}): ${was?.text ?? 'not listed'}; now ${is?.text ?? 'not listed'}.`];
  });
  const parts = runFigures(solution);
  const figures = Object.entries(partLabels).flatMap(([part, label]) => {
    const key = part as keyof typeof partLabels;
    const [was, is] = [figuresOf(stored[key]), figuresOf(parts[key])];
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((path) =>
      was.get(path) === is.get(path)
        ? []
        : [
            `${[label, path].filter(Boolean).join(', ')}: ${was.get(path) ?? 'none'}; now ${is.get(path) ?? 'none'}.`,
          ],
    );
  });
  return [...accounts, ...figures];
}

const partLabels = {
  left: 'Accounts left by a full batch',
  untaken: 'Accounts that no active CSM takes',
  proof: 'Proof',
  fairness: 'Fairness',
  match: 'Match quality',
} as const satisfies Partial<Record<keyof RunResult, string>>;

/** Every figure of a nested value, by its path. */
function figuresOf(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (value === null || typeof value !== 'object') {
    return new Map([[path.join(' '), JSON.stringify(value)]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, part]) => [...figuresOf(part, [...path, key])]),
  );
}

function outcomesOf(
  { placements, deferrals }: Pick<RunResult | SolvedRun, 'placements' | 'deferrals'>,
  nameOf: (accountId: string) => string | undefined,
): Map<string, Outcome> {
  const name = (row: { readonly accountId: string; readonly accountName?: string }) =>
    row.accountName ?? nameOf(row.accountId) ?? row.accountId;
  return new Map([
    ...placements.map((row): [string, Outcome] => {
      const { csm, cost, score } = row;
      const text = `placed with ${csm} at cost ${cost}, score ${score}`;
      return [
        row.accountId,
        { accountName: name(row), text, bits: canonical({ csm, cost, score }) },
      ];
    }),
    ...deferrals.map((row): [string, Outcome] => {
      const { reason, until, counts } = row;
      const time = until === null ? '' : ` until ${new Date(until).toISOString()}`;
      const text = `deferred (${exclusionLabels[reason]}${time}, ${canonical(counts)})`;
      const bits = canonical({ reason, until, counts });
      return [row.accountId, { accountName: name(row), text, bits }];
    }),
  ]);
}

/** JSON with sorted keys. It has every number to the last bit. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
