import { gunzipSync, gzipSync } from 'node:zlib';
import { outlineBatch } from '@/lib/engine/outline-batch';
import { routeAccounts, type UnsolvedResult } from '@/lib/engine/route-accounts';
import type { Pair, Scenario } from '@/lib/engine/scenario-types';
import { type BacktestInput, backtest } from '@/lib/engine/simulation/backtest';
import { measureQuality, type QualityFigures } from '@/lib/engine/simulation/measure-quality';
import type { HealthColor, Placement, RoutingProblem, RoutingResult } from '@/lib/engine/types';
import { compareScenario, type ScenarioResult } from '@/lib/engine/what-if';

type SolvedResult = Extract<RoutingResult, { status: 'solved' }>;

/** A placement with its explanation as JSON text. */
export interface SerializedPlacement extends Omit<Placement, 'explanation'> {
  readonly color: HealthColor;
  readonly explanation: string;
}

/** A solved run, as the warehouse stores it. */
export interface SolvedRun extends Omit<SolvedResult, 'placements'> {
  readonly placements: readonly SerializedPlacement[];
  /** What the run was solved from, packed. */
  readonly input: string;
}

/** What a run would achieve. */
export interface RunOutlook extends Pick<SolvedResult, 'status' | 'untaken' | 'fairness'> {
  readonly placed: number;
}

/** A change of a problem, and a pair that the problem's own solution has. */
interface ScenarioJob {
  readonly problem: RoutingProblem;
  readonly scenario: Scenario;
  readonly keep: Pair | null;
}

/** The same recorded intake under two policies, measured by the first. */
export interface PolicyBacktest {
  readonly current: QualityFigures;
  readonly draft: QualityFigures;
}

/**
 * The engine functions that run in a worker thread. To add one, add a line: a pure function whose
 * input and output are plain data. The output is copied on the main thread, so keep it small.
 */
export const jobs = {
  /** Solves a run. Copying its explanations as objects would block the main thread longer. */
  solveRun: (problem: RoutingProblem): SolvedRun | UnsolvedResult => {
    const result = routeAccounts(problem);
    if (result.status !== 'solved') return result;
    return {
      ...result,
      placements: result.placements.map(serializePlacement),
      input: packProblem(problem),
    };
  },
  /** What a run would achieve, without its placements. */
  previewRun: (problem: RoutingProblem): RunOutlook | UnsolvedResult => {
    const result = routeAccounts(problem);
    if (result.status !== 'solved') return result;
    const { status, placements, untaken, fairness } = result;
    return { status, placed: placements.length, untaken, fairness };
  },
  /** Compares a problem with a change of it. */
  compareScenario: ({ problem, scenario, keep }: ScenarioJob): ScenarioResult =>
    compareScenario(problem, scenario, keep),
  /** What a batch does, without its explanations. */
  outlineBatch,
  /** Replays recorded intake under two policies. */
  backtestPolicies: (inputs: { current: BacktestInput; draft: BacktestInput }): PolicyBacktest => {
    const { policy } = inputs.current;
    return {
      current: measureQuality(backtest(inputs.current), policy),
      draft: measureQuality(backtest(inputs.draft), policy),
    };
  },
} satisfies Readonly<Record<string, (input: never) => unknown>>;

export type JobName = keyof typeof jobs;
export type JobInput<Name extends JobName> = Parameters<(typeof jobs)[Name]>[0];
export type JobOutput<Name extends JobName> = ReturnType<(typeof jobs)[Name]>;

/** A problem as compressed text, about a tenth of its JSON. */
function packProblem(problem: RoutingProblem): string {
  return gzipSync(JSON.stringify(problem), { level: 1 }).toString('base64');
}

/** The JSON of a packed problem, not yet checked. */
export function unpackProblem(packed: string): unknown {
  return JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
}

function serializePlacement({ explanation, ...placement }: Placement): SerializedPlacement {
  return { ...placement, color: explanation.color, explanation: JSON.stringify(explanation) };
}
