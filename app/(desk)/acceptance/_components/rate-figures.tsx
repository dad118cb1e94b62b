import type { Mark } from '@/components/charts/mark';
import type { Acceptance } from '@/lib/analytics/get-acceptance';
import { verdictWords } from '@/lib/review/words';
import type { ScopeQuery } from '../../_scope/scope-params';
import { csmHref } from '../../hrefs';
import { Figure } from './figure';
import { type Group, outcomeData } from './outcome-data';
import { bandWords, classWords, methodWords } from './outcome-words';

const rate: Mark = { kind: 'bars', label: 'name', values: ['rate'] };
const rates: Mark = { kind: 'lines', label: 'name', values: ['rate', 'rateDecided'] };
const parts: Mark = {
  kind: 'bars',
  label: 'name',
  values: ['accepted', 'overridden', 'rejected', 'pending', 'superseded'],
  stacked: true,
};

/** How much is accepted, by what recommendations have in common; null while it is read. */
export function RateFigures({
  acceptance,
  scope,
}: {
  readonly acceptance: Acceptance | null;
  readonly scope: ScopeQuery;
}) {
  const data = (title: string, groupsOf: (of: Acceptance) => readonly Group[]) => {
    if (acceptance === null) return null;
    const groups = acceptance.all.total === 0 ? [] : groupsOf(acceptance);
    return outcomeData(title, title === 'Week' ? 'day' : 'text', groups, scope);
  };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <Figure
          question="How much is accepted, by method?"
          description="As the data team’s “assignment success rate”: of all recommendations."
          data={data('Method', methods)}
          mark={rate}
          rows={2}
          file="acceptance-by-method"
        />
        <Figure
          question="Does Claude’s verdict go with being accepted?"
          description="The newest verdict that was there when it was decided. A verdict that is kept back is not told before the decision."
          data={data('Claude’s verdict', byVerdict)}
          mark={rate}
          rows={4}
          file="acceptance-by-verdict"
        />
      </div>
      <Figure
        question="How much is accepted, week by week?"
        description="By the week the recommendation was made in, which begins on Monday. Decisions on the last weeks may be yet to come."
        data={data('Week', weeks)}
        mark={rates}
        rows={5}
        file="acceptance-by-week"
      />
      <Figure
        question="Are better scores accepted more?"
        description="100 means that no active CSM would have been better."
        data={data('Score', bands)}
        mark={rate}
        rows={5}
        file="acceptance-by-score"
      />
      <Figure
        question="Which accounts are recommended well?"
        description="By the segment and level that the recommendation was made for."
        data={data('Segment and level', classes)}
        mark={rate}
        rows={4}
        file="acceptance-by-class"
      />
      <div className="min-w-0 xl:col-span-2">
        <Figure
          question="Whose recommendations are accepted?"
          description="By the CSM that was recommended, the busiest first. The table has the rates."
          data={data('CSM', csms)}
          mark={parts}
          rows={16}
          file="acceptance-by-csm"
        />
      </div>
    </div>
  );
}

const methods = ({ byMethod }: Acceptance): Group[] =>
  byMethod.map(({ method, percentAccepted, ...outcomes }) => ({
    name: methodWords(method),
    outcomes,
    rate: percentAccepted / 100,
    // The address cannot tell an empty method from none.
    behind: method === '' ? null : { method: method ?? '' },
  }));

const weeks = ({ byWeek }: Acceptance): Group[] =>
  byWeek.map(({ week, ...outcomes }) => ({ name: week, outcomes, behind: { madeIn: week } }));

const byVerdict = (acceptance: Acceptance): Group[] =>
  acceptance.byVerdict.map(({ verdict, ...outcomes }) => ({
    name: verdict === null ? 'Kept back or none' : verdictWords[verdict].name,
    outcomes,
    behind: { verdict: verdict ?? 'none' },
  }));

const bands = ({ byBand }: Acceptance): Group[] =>
  byBand.map(({ band, ...outcomes }) => ({
    name: bandWords(band),
    outcomes,
    behind: { band: band === null ? 'unknown' : (String(band) as '0') },
  }));

const classes = ({ byClass }: Acceptance): Group[] =>
  byClass.map(({ segment, level, ...outcomes }) => ({
    name: classWords(segment, level),
    outcomes,
    behind: { ofSegment: segment ?? '', ofLevel: level ?? '' },
  }));

const csms = ({ byCsm }: Acceptance): Group[] =>
  byCsm.map(({ csm, ...outcomes }) => ({
    name: csm ?? 'Nobody named',
    outcomes,
    behind: { csm: csm ?? '' },
    ...(csm !== null && { href: csmHref(csm) }),
  }));
