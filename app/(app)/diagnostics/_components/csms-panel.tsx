import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { unavailableLabels } from '@/lib/analytics/shared/availability';
import { CsmGroup } from './csm-group';

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
              csms={group.map(({ name, until, otherReasons }) => ({
                name,
                until,
                notes: otherReasons.map(
                  (other) => `also ${unavailableLabels[other].toLowerCase()}`,
                ),
              }))}
            />
          ))}
          {notActive.length > 0 && (
            <CsmGroup
              title="Not on the active list"
              csms={notActive.map((name) => ({ name, until: null, notes: [] }))}
            />
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
