import { formatNumber } from '@/components/ui/format';
import { CheckIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/page-layout';
import { Meter } from '@/components/ui/progress';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { describeProof } from '@/lib/runs/labels';
import type { Run } from '@/lib/runs/read-runs';
import { FairnessPanel } from './fairness-panel';
import { DeferralsTable, PlacementsTable } from './result-tables';

/** Everything a run found. */
export function RunResults({ run, result }: { readonly run: Run; readonly result: RunResult }) {
  return (
    <>
      {result.placements.length > 0 && (
        <PlacementsTable
          placements={result.placements}
          queueHref={run.dryRun ? undefined : `/queue?run=${run.id}`}
        />
      )}
      {result.deferrals.length > 0 && <DeferralsTable deferrals={result.deferrals} />}
      <FairnessPanel fairness={result.fairness} dryRun={run.dryRun} />
      <div className="grid gap-4 lg:grid-cols-2">
        <MatchPanel match={result.match} />
        <ProofPanel proof={result.proof} />
      </div>
    </>
  );
}

type Match = RunResult['match'];

const matchLabels: Readonly<Record<keyof Match, string>> = {
  needyWithExperienced: 'Needy accounts with an experienced CSM',
  redWithSenior: 'Red accounts with a senior CSM',
  newCsmGreen: 'Accounts of new CSMs that are green',
};

/** How well the accounts placed match who received them. */
function MatchPanel({ match }: { readonly match: Match }) {
  return (
    <Panel
      title="Match quality"
      description="Of the accounts placed in this run, with CSMs whose tenure is known."
    >
      <dl className="flex flex-col gap-3">
        {(Object.keys(matchLabels) as (keyof Match)[]).map((key) => (
          <MatchRow key={key} name={matchLabels[key]} share={match[key]} />
        ))}
      </dl>
    </Panel>
  );
}

/** A share in per cent, or that there was none of the kind. */
function MatchRow({ name, share }: { readonly name: string; readonly share: number | null }) {
  const text = share === null ? 'none in this run' : `${formatNumber(share)} %`;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="flex items-center gap-3">
        <Meter share={(share ?? 0) / 100} text={`${name}: ${text}`} />
        <span
          className={
            share === null
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

/** Why no assignment is better than this one. */
function ProofPanel({ proof }: { readonly proof: RunResult['proof'] }) {
  const { proved, sentences } = describeProof(proof);
  return (
    <Panel
      title="Proof of optimality"
      description="Cost in units of the objective; lower is better."
    >
      <div className="flex items-start gap-2.5">
        {proved && <CheckIcon className="mt-0.5 text-ok" />}
        <div className="flex flex-col gap-2">
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}.</p>
          ))}
          <p className="text-xs text-ink-muted">
            The bound is found by the dual problem, apart from the answer: no assignment can cost
            less than it. Where the two agree, the answer is the best there is.
          </p>
        </div>
      </div>
    </Panel>
  );
}
