import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import { StatusDot, type Tone } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { CsmDetails } from '@/lib/analytics/csm/types';
import { describeExclusion } from '@/lib/engine/describe';
import type { Exclusion } from '@/lib/engine/types';

type Eligibility = CsmDetails['eligibility'];

/** Whether the CSM is available for an account now, and every reason if not. */
export function EligibilityPanel({
  csm: { eligibility, cooling },
  format,
}: {
  readonly csm: CsmDetails;
  readonly format: Format;
}) {
  const { tone, text } = availabilityLabel(eligibility, format);
  return (
    <Panel title="Are they available now?">
      <p className="text-lg font-medium">
        <StatusDot tone={tone} label="Answer:">
          {text}
        </StatusDot>
      </p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {groupByReason(eligibility, format).map(({ exclusion, classes }) => (
          <li key={exclusion.reason} className="wrap-anywhere">
            <SentenceWithTime sentence={describeExclusion(exclusion)} />
            {classes !== null && (
              <span className="text-ink-muted">{` Applies to ${classes} accounts.`}</span>
            )}
          </li>
        ))}
      </ul>
      {cooling && (
        <p className="mt-2 text-sm text-ink-muted">
          {cooling.by === 'pending'
            ? 'Reserved by a pending recommendation.'
            : 'Cooling after receiving an account.'}
        </p>
      )}
      <p className="mt-2 text-sm text-ink-muted">
        {eligibility.length === 0
          ? 'Only CSMs in the CSM view receive accounts.'
          : 'As a run would see it now. Reasons that depend on the account, such as an earlier rejection, are not included.'}
      </p>
    </Panel>
  );
}

function availabilityLabel(
  eligibility: Eligibility,
  format: Format,
): { readonly tone: Tone; readonly text: string } {
  const open = eligibility.filter(({ exclusions }) => exclusions.length === 0);
  if (open.length === 0) return { tone: 'danger', text: 'No' };
  if (open.length === eligibility.length) return { tone: 'ok', text: 'Yes' };
  return { tone: 'warn', text: `Only for ${format.list(open.map(classLabel))} accounts` };
}

/** Each reason once, with the classes it applies to unless it applies to all. */
function groupByReason(
  eligibility: Eligibility,
  format: Format,
): { readonly exclusion: Exclusion; readonly classes: string | null }[] {
  const groups = new Map<string, { exclusion: Exclusion; classes: Eligibility[number][] }>();
  for (const each of eligibility) {
    for (const exclusion of each.exclusions) {
      const group = groups.get(exclusion.reason);
      if (group) group.classes.push(each);
      else groups.set(exclusion.reason, { exclusion, classes: [each] });
    }
  }
  return [...groups.values()].map(({ exclusion, classes }) => ({
    exclusion,
    classes:
      classes.length === eligibility.length
        ? null
        : format.list(
            classes.map((each) => `${classLabel(each)} (capacity ${format.number(each.capacity)})`),
          ),
  }));
}

function classLabel({ segment, level }: Eligibility[number]): string {
  return [segment, level].filter(Boolean).join(' ') || 'any';
}
