import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { ChevronRightIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { unavailableLabels } from '@/lib/analytics/shared/availability';

type Csms = Diagnostics['csms'];

/** How many CSMs are available now, and why the others are not. */
export function CsmsPanel({ csms, format }: { readonly csms: Csms; readonly format: Format }) {
  const { guide, active, eligible, excluded, next, notActive } = csms;
  return (
    <div id="csms">
      <Panel
        title="How many CSMs are available?"
        description="According to the current policy. Segment, level, and earlier rejections depend on the account and are not included. A CSM is listed under each of their reasons."
      >
        <DescriptionList>
          <DescriptionItem name="Active, counted as in the guide" more={csmCountNote(csms, format)}>
            <span className="text-xl font-semibold">{format.number(guide.rows)}</span>
          </DescriptionItem>
          <DescriptionItem
            name="Available now"
            more={
              <>
                {`Of ${format.count(active, 'active CSM')}`}
                {next && (
                  <>
                    {`; next: ${nextText(next.csms, format)} `}
                    <Time at={next.at} />
                  </>
                )}
              </>
            }
          >
            <span className="text-xl font-semibold">{format.number(eligible)}</span>
          </DescriptionItem>
        </DescriptionList>
        <div className="mt-3">
          {excluded.map(({ reason, csms: group }) => (
            <CsmGroup
              key={reason}
              title={unavailableLabels[reason]}
              count={format.number(group.length)}
            >
              {group.map(({ name, until, otherReasons }) => (
                <CsmItem
                  key={name}
                  name={name}
                  note={otherReasons.map(
                    (other) => `also ${unavailableLabels[other].toLowerCase()}`,
                  )}
                  until={until}
                />
              ))}
            </CsmGroup>
          ))}
          {notActive.length > 0 && (
            <CsmGroup title="Not on the active list" count={format.number(notActive.length)}>
              {notActive.map((name) => (
                <CsmItem key={name} name={name} note={[]} until={null} />
              ))}
            </CsmGroup>
          )}
        </div>
      </Panel>
    </div>
  );
}

/** Why the data team's count differs from ours. */
function csmCountNote({ guide, active }: Csms, format: Format): string {
  const repeated = guide.rows - guide.withoutName - guide.csms;
  const notes = [
    guide.withoutName > 0 && `${format.count(guide.withoutName, 'row')} without a name`,
    repeated > 0 && `${format.count(repeated, 'duplicate row')}`,
  ].filter(Boolean);
  const view = guide.csms === active ? '' : ` The CSM view has ${format.number(active)} active.`;
  const rows = 'Rows of resi_corp_active_csms';
  return `${notes.length > 0 ? `${rows}, including ${notes.join(' and ')}.` : `${rows}, one per CSM.`}${view}`;
}

function nextText([first, ...others]: readonly string[], format: Format): string {
  return others.length === 0 ? `${first}` : `${first} and ${format.count(others.length, 'other')}`;
}

/** A collapsible group of CSMs. */
function CsmGroup({
  title,
  count,
  children,
}: {
  readonly title: string;
  readonly count: string;
  readonly children: ReactNode;
}) {
  return (
    <details className="group border-t border-line">
      <summary className="flex min-h-8 items-center gap-2">
        <ChevronRightIcon className="text-ink-muted group-open:rotate-90" />
        <span className="min-w-0 flex-1">{title}</span>
        <span className="min-w-6 text-right font-medium">{count}</span>
      </summary>
      <ul className="pb-2 pl-6">{children}</ul>
    </details>
  );
}

function CsmItem({
  name,
  note,
  until,
}: {
  readonly name: string;
  readonly note: readonly (string | false)[];
  readonly until: number | null;
}) {
  const notes = note.filter(Boolean).join(', ');
  return (
    <li className="flex flex-wrap justify-between gap-x-3 py-0.5">
      <span className="min-w-0">
        <CsmLink name={name} />
        {notes && <span className="text-xs text-ink-muted">{` · ${notes}`}</span>}
      </span>
      {until !== null && (
        <span className="text-ink-muted">
          {'until '}
          <Time at={until} show="clock" />
        </span>
      )}
    </li>
  );
}
