import { Bar } from '@/components/ui/bar';
import { formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import type { RunResult } from '@/lib/runs/result';

type Match = RunResult['match'];

const names: Readonly<Record<keyof Match, string>> = {
  needyWithExperienced: 'Needy accounts with an experienced CSM',
  redWithSenior: 'Red accounts with a senior CSM',
  newCsmGreen: 'Accounts of new CSMs that are green',
};

/** How well the accounts placed match who received them. */
export function MatchPanel({ match }: { readonly match: Match }) {
  return (
    <Panel
      title="Match quality"
      description="Of the accounts placed in this run, with CSMs whose tenure is known."
    >
      <dl className="flex flex-col gap-3">
        {(Object.keys(names) as (keyof Match)[]).map((key) => (
          <Line key={key} name={names[key]} share={match[key]} />
        ))}
      </dl>
    </Panel>
  );
}

/** A share in per cent, or that there was none of the kind. */
function Line({ name, share }: { readonly name: string; readonly share: number | null }) {
  const text = share === null ? 'none in this run' : `${formatNumber(share)} %`;
  return (
    <div>
      <dt>{name}</dt>
      <dd className="flex items-center gap-3">
        <Bar share={(share ?? 0) / 100} text={`${name}: ${text}`} />
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
