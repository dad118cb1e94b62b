import { Fact, Facts } from '@/components/ui/facts';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/get-diagnostics';
import { reasonLabels } from '@/lib/routing/describe';
import { CsmName, Group } from './csm-group';

type Csms = Diagnostics['csms'];

/** How many CSMs may receive an account now, and what keeps the others. */
export function CsmsPanel({ csms }: { readonly csms: Csms }) {
  const { guide, active, eligible, excluded, next, notActive, overCapacity } = csms;
  return (
    <div id="csms" className="scroll-mt-16">
      <Panel
        title="How many CSMs may receive an account?"
        description="By the rules of the policy in force. Segment, level and earlier rejections depend on the account and are left out."
      >
        <Facts>
          <Fact name="Active, as the guide counts" more={differenceOf(csms)}>
            <span className="text-xl font-semibold">{formatNumber(guide.rows)}</span>
          </Fact>
          <Fact
            name="May receive one now"
            more={
              <>
                {`Of ${formatCount(active, 'active CSM')}`}
                {next && (
                  <>
                    {`; next ${next.name}, `}
                    <Time at={next.at} />
                  </>
                )}
              </>
            }
          >
            <span className="text-xl font-semibold">{formatNumber(eligible)}</span>
          </Fact>
        </Facts>
        <div className="mt-3">
          {excluded.map(({ reason, csms: kept }) => (
            <Group key={reason} title={reasonLabels[reason]} count={kept.length}>
              {kept.map(({ name, until, also, reserved }) => (
                <CsmName
                  key={name}
                  name={name}
                  note={[
                    reserved && 'a recommendation waits for a decision',
                    ...also.map((other) => `also ${reasonLabels[other].toLowerCase()}`),
                  ]}
                  until={until}
                />
              ))}
            </Group>
          ))}
          {notActive.length > 0 && (
            <Group title="Not on the active list" count={notActive.length}>
              {notActive.map((name) => (
                <CsmName key={name} name={name} note={[]} until={null} />
              ))}
            </Group>
          )}
          {overCapacity.length > 0 && (
            <Group title="Own more accounts than they may" count={overCapacity.length}>
              {overCapacity.map(({ name, accounts, capacity }) => (
                <CsmName
                  key={name}
                  name={name}
                  note={[`${formatNumber(accounts)} of ${formatNumber(capacity)} accounts`]}
                  until={null}
                />
              ))}
            </Group>
          )}
        </div>
      </Panel>
    </div>
  );
}

/** Why the data team's count and ours differ, where they do. */
function differenceOf({ guide, active }: Csms): string {
  const repeated = guide.rows - guide.unnamed - guide.csms;
  const apart = [
    guide.unnamed > 0 && `${formatCount(guide.unnamed, 'row')} without a name`,
    repeated > 0 && `${formatCount(repeated, 'row')} of a name that is there already`,
  ].filter(Boolean);
  const view =
    guide.csms === active
      ? ''
      : ` The CSM view, as it is defined here, has ${formatNumber(active)} active.`;
  const rows = 'Rows of resi_corp_active_csms';
  return `${apart.length > 0 ? `${rows}, with ${apart.join(' and ')}.` : `${rows}, each a CSM.`}${view}`;
}
