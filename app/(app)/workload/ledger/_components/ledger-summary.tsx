import { CsmLink } from '@/app/(app)/_shared/entity-links';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { Ledger, LedgerEntry } from '@/lib/analytics/ledger/get-ledger';
import { describeSurplus, isEven } from '@/lib/analytics/ledger/labels';
import { takenClassLabel } from '@/lib/analytics/workload/groups';
import type { Dimension } from '@/lib/engine/types';
import { formatAmount, formatSignedAmount } from './amounts';

/** The CSMs furthest above and below their share, in sentences, with notes on the figures. */
export function LedgerSummary({
  ledger,
  entries,
  measure,
  format,
}: {
  readonly ledger: Ledger;
  /** Largest surplus first. */
  readonly entries: readonly LedgerEntry[];
  readonly measure: Dimension;
  readonly format: Format;
}) {
  return (
    <Panel title="Summary">
      <div className="flex flex-col gap-3">
        <SurplusSentences entries={entries} measure={measure} format={format} />
        <IntakeByClass entries={entries} measure={measure} format={format} />
        {ledgerNotes(ledger, format).map((note) => (
          <p key={note} className="text-sm text-ink-muted">
            {note}
          </p>
        ))}
        {ledger.former.length > 0 && (
          <FormerCsms former={ledger.former} measure={measure} format={format} />
        )}
      </div>
    </Panel>
  );
}

/** How many CSMs above, and how many below, their share are described. */
const MAX_SENTENCES = 3;

function SurplusSentences({
  entries,
  measure,
  format,
}: {
  readonly entries: readonly LedgerEntry[];
  readonly measure: Dimension;
  readonly format: Format;
}) {
  const uneven = entries.filter(({ lines }) => !isEven(lines[measure].surplus, measure));
  if (uneven.length === 0) {
    return <p>{entries.length === 0 ? 'No active CSMs.' : 'Everyone received their share.'}</p>;
  }
  const above = uneven.filter(({ lines }) => lines[measure].surplus > 0).slice(0, MAX_SENTENCES);
  const below = uneven
    .filter(({ lines }) => lines[measure].surplus < 0)
    .slice(-MAX_SENTENCES)
    .reverse();
  return (
    <ul className="flex flex-col gap-1.5">
      {[...above, ...below].map(({ name, lines }) => (
        <li key={name} className="wrap-anywhere">
          <CsmLink name={name} />
          {` received ${describeSurplus(
            lines[measure],
            measure,
            formatAmount(Math.abs(lines[measure].surplus), measure, format),
          )}.`}
        </li>
      ))}
    </ul>
  );
}

/** How much more or less the CSMs of each class had to share than their capacity alone would give. */
function IntakeByClass({
  entries,
  measure,
  format,
}: {
  readonly entries: readonly LedgerEntry[];
  readonly measure: Dimension;
  readonly format: Format;
}) {
  const byClass = new Map<string, number>();
  for (const entry of entries) {
    const label = takenClassLabel(entry);
    byClass.set(label, (byClass.get(label) ?? 0) + entry.lines[measure].intakeByClass);
  }
  const uneven = [...byClass].filter(([, amount]) => !isEven(amount, measure));
  if (uneven.length === 0) return null;
  const parts = uneven
    .sort(([, a], [, b]) => b - a)
    .map(([label, amount]) => `${label} ${formatSignedAmount(amount, measure, format)}`);
  return (
    <p className="text-sm">
      {`Intake by class, compared with what capacity alone would give: ${parts.join('; ')}. This is not part of anyone’s surplus.`}
    </p>
  );
}

const MAX_NAMES = 12;

function FormerCsms({
  former,
  measure,
  format,
}: Pick<Ledger, 'former'> & { readonly measure: Dimension; readonly format: Format }) {
  const hidden = former.length - MAX_NAMES;
  return (
    <p className="text-sm wrap-anywhere text-ink-muted">
      {`${format.count(former.length, 'inactive CSM')} received: `}
      {former.slice(0, MAX_NAMES).map(({ name, received }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <CsmLink name={name} />
          {` ${formatAmount(received[measure], measure, format)}`}
        </span>
      ))}
      {hidden > 0 && ` and ${format.number(hidden)} more`}. The shares don’t include these.
    </p>
  );
}

/** Sentences about what to know when reading the figures. */
function ledgerNotes(
  { entries, active, assumed, unrecorded }: Ledger,
  format: Format,
): readonly string[] {
  const missing = [
    assumed.neediness > 0 && `${format.count(assumed.neediness, 'account')} without neediness`,
    assumed.revenue > 0 && `${format.count(assumed.revenue, 'account')} without revenue`,
    assumed.health > 0 && `${format.count(assumed.health, 'account')} without health`,
  ].filter((text) => text !== false);
  const missingCount = assumed.neediness + assumed.revenue + assumed.health;
  return [
    entries.length < active &&
      `Shares are among all active CSMs who may take the account; ${format.number(entries.length)} of ${format.number(active)} active CSMs are shown.`,
    missing.length > 0 &&
      `${format.list(missing)} ${missingCount === 1 ? 'counts' : 'count'} as the median of all received accounts.`,
    unrecorded > 0 &&
      `${format.count(unrecorded, 'account was', 'accounts were')} placed by runs without a record of who was available, such as another program’s runs. Everyone counts as available for them.`,
  ].filter((note) => note !== false);
}
