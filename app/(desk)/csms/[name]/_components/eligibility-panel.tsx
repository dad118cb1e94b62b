import { Dot } from '@/components/ui/dot';
import { formatList, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Tone } from '@/components/ui/tone';
import type { CsmView } from '@/lib/analytics/csm-view';
import { describeExclusion } from '@/lib/routing/describe';
import type { Exclusion } from '@/lib/routing/types';

type Eligibility = CsmView['eligibility'];

/** Whether a run may give the CSM an account now, and everything that keeps it from them. */
export function EligibilityPanel({ csm }: { readonly csm: CsmView }) {
  const { eligibility, cooling } = csm;
  const { tone, words } = answerOf(eligibility);
  return (
    <Panel title="May they receive an account now?">
      <p className="text-lg font-medium">
        <Dot tone={tone} label="Answer:">
          {words}
        </Dot>
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {reasonsOf(eligibility).map(({ exclusion, classes }) => (
          <li key={exclusion.reason} className="wrap-anywhere">
            <Reason exclusion={exclusion} />
            {classes !== null && (
              <span className="text-ink-muted">{` For ${classes} accounts.`}</span>
            )}
          </li>
        ))}
      </ul>
      {cooling && (
        <p className="mt-2 text-sm text-ink-muted">
          {cooling.by === 'pending'
            ? 'They cool because a recommendation of them waits to be decided. '
            : 'They cool because they received an account. '}
          {cooling.until !== null && (
            <>
              {'Free at '}
              <Time at={cooling.until} show="clock" />.
            </>
          )}
        </p>
      )}
      <p className="mt-2 text-sm text-ink-muted">
        {eligibility.length === 0
          ? 'Only CSMs who are known to the warehouse receive accounts.'
          : 'Seen as a run would see them now. An account may have reasons of its own, such as an earlier rejection of this CSM.'}
      </p>
    </Panel>
  );
}

function answerOf(eligibility: Eligibility): { readonly tone: Tone; readonly words: string } {
  const open = eligibility.filter(({ exclusions }) => exclusions.length === 0);
  if (open.length === 0) return { tone: 'danger', words: 'No' };
  if (open.length === eligibility.length) return { tone: 'ok', words: 'Yes' };
  return { tone: 'warn', words: `Only ${formatList(open.map(className))} accounts` };
}

/** Each reason once, with the classes it holds for where it does not hold for all. */
function reasonsOf(
  eligibility: Eligibility,
): { readonly exclusion: Exclusion; readonly classes: string | null }[] {
  const found = new Map<string, { exclusion: Exclusion; of: Eligibility[number][] }>();
  for (const one of eligibility) {
    for (const exclusion of one.exclusions) {
      const known = found.get(exclusion.reason);
      if (known) known.of.push(one);
      else found.set(exclusion.reason, { exclusion, of: [one] });
    }
  }
  return [...found.values()].map(({ exclusion, of }) => ({
    exclusion,
    classes:
      of.length === eligibility.length
        ? null
        : formatList(of.map((one) => `${className(one)} (${formatNumber(one.capacity)})`)),
  }));
}

function className({ segment, level }: Eligibility[number]): string {
  return [segment, level].filter(Boolean).join(' ') || 'any';
}

function Reason({ exclusion }: { readonly exclusion: Exclusion }) {
  const { text, until } = describeExclusion(exclusion);
  return (
    <>
      {text}
      {until !== null && (
        <>
          {' '}
          <Time at={until} show="clock" />
        </>
      )}
      .
    </>
  );
}
