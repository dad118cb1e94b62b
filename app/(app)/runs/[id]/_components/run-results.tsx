import { currentFormat } from '@/app/(app)/_shared/current-format';
import { CheckIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/page-layout';
import { Meter } from '@/components/ui/progress';
import type { MatchQuality } from '@/lib/engine/types';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { describeProof } from '@/lib/runs/labels';
import type { Run } from '@/lib/runs/read-runs';
import type { RunOutcomes } from '@/lib/runs/run-outcomes';
import { DAY_MS } from '@/lib/time';
import { DeferralsTable, type ListedDeferrals } from './deferrals-table';
import { FairnessPanel } from './fairness-panel';
import { PlacementsTable } from './placements-table';
import { SkippedTable, UntakenTable } from './result-tables';

/** The result of a run. */
export function RunResults({
  run,
  result,
  outcomes,
  deferrals,
}: {
  readonly run: Run;
  readonly result: RunResult;
  readonly outcomes: RunOutcomes | null;
  readonly deferrals: ListedDeferrals;
}) {
  return (
    <>
      {result.placements.length > 0 && (
        <PlacementsTable runId={run.id} placements={result.placements} outcomes={outcomes} />
      )}
      {result.untaken.length > 0 && <UntakenTable untaken={result.untaken} />}
      {deferrals.total > 0 && (
        <DeferralsTable runId={run.id} result={result} deferrals={deferrals} />
      )}
      {result.refresh && result.refresh.skipped.length > 0 && (
        <SkippedTable skipped={result.refresh.skipped} />
      )}
      <FairnessPanel fairness={result.fairness} />
      <div className="grid gap-4 lg:grid-cols-2">
        <MatchPanel match={result.match} />
        <ProofPanel proof={result.proof} />
      </div>
    </>
  );
}

const matchLabels: Readonly<Record<keyof MatchQuality, string>> = {
  needyWithExperienced: 'High-need accounts with an experienced CSM',
  redWithSenior: 'Red accounts with a senior CSM',
  newCsmGreen: 'New CSMs’ accounts that are green',
};

/** How well the placed accounts match the tenure of their CSMs, and how long accounts had waited. */
async function MatchPanel({ match }: { readonly match: RunResult['match'] }) {
  const format = await currentFormat();
  const { waits } = match;
  return (
    <Panel
      title="Match quality"
      description="Accounts placed in this run, with CSMs of known tenure."
    >
      <dl className="flex flex-col gap-3">
        {(Object.keys(matchLabels) as (keyof MatchQuality)[]).map((key) => (
          <MatchRow key={key} name={matchLabels[key]} percent={match[key]} />
        ))}
      </dl>
      {waits && (
        <p className="mt-3 text-sm text-ink-muted">
          {`Wait of all accounts to place when the run started: ${format.duration(waits.longest * DAY_MS)} at most, and ${format.duration(waits.p95 * DAY_MS)} or less for 95% of them.`}
        </p>
      )}
    </Panel>
  );
}

/** A percentage (0–100); null if the run placed no account of this kind. */
async function MatchRow({
  name,
  percent,
}: {
  readonly name: string;
  readonly percent: number | null;
}) {
  const format = await currentFormat();
  const text = percent === null ? 'None in this run' : format.percent(percent / 100);
  return (
    <div>
      <dt>{name}</dt>
      <dd className="flex items-center gap-3">
        <Meter share={(percent ?? 0) / 100} text={`${name}: ${text}`} />
        <span
          className={
            percent === null
              ? 'shrink-0 text-xs text-ink-muted'
              : 'w-12 shrink-0 text-right font-medium'
          }
        >
          {text}
        </span>
      </dd>
    </div>
  );
}

/** Explains what the run proves. */
async function ProofPanel({ proof }: { readonly proof: RunResult['proof'] }) {
  const { locale } = await currentFormat();
  const { proved, sentences } = describeProof(proof, locale);
  return (
    <Panel title="What is proved" description="Costs are in objective units; lower is better.">
      <div className="flex items-start gap-2.5">
        {proved && <CheckIcon className="mt-0.5 text-ok" />}
        <div className="flex flex-col gap-2">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}.</p>
          ))}
          <p className="text-xs text-ink-muted">{boundExplanations[proof.method]}</p>
        </div>
      </div>
    </Panel>
  );
}

/** Where a bound comes from. */
const boundExplanations: Readonly<Record<RunResult['proof']['method'], string>> = {
  assignment:
    'The bound comes from the dual problem, independently of the assignment: no assignment can cost less. When cost and bound are equal, the assignment is optimal.',
  drain:
    'Several accounts per CSM make the cost quadratic. The bound comes from a relaxation of the whole problem: no assignment of as many accounts can cost less.',
  rounds:
    'The bound holds within each round only. Later runs solve several accounts per CSM as one problem.',
};
