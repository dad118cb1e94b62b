import { StaticTable } from '@/components/table/static-table';
import { StatusDot, type Tone } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { memberStatusLabels, roleLabels } from '@/lib/members/labels';
import type { Member, MemberStatus } from '@/lib/members/list-members';
import type { Person } from '@/lib/server/auth/person';
import type { SignInOffer } from '@/lib/server/auth/sign-in-methods';
import { ManageMemberButton } from './dialog-buttons';

const statusTones: Record<MemberStatus, Tone> = {
  active: 'ok',
  invited: 'info',
  'link-expired': 'warn',
  'role-lost': 'warn',
  disabled: 'danger',
};

/** All members, with a dialog for each. */
export function MembersTable({
  members,
  person,
  signIn,
  format,
}: {
  readonly members: readonly Member[];
  /** The admin who looks at it. */
  readonly person: Person;
  readonly signIn: SignInOffer;
  readonly format: Format;
}) {
  const isSelf = ({ email }: Member) => email.toLowerCase() === person.email.toLowerCase();
  return (
    <Panel title={format.count(members.length, 'member')} flush>
      <StaticTable
        label="Members"
        className="min-w-[46rem]"
        columns={[
          { id: 'name', label: 'Member', rowHeader: true },
          { id: 'role', label: 'Role' },
          { id: 'status', label: 'Status' },
          { id: 'lastSeen', label: 'Last seen' },
          { id: 'sessions', label: 'Open sessions', align: 'end' },
          // In view on narrow screens, too.
          { id: 'manage', label: 'Manage', className: 'sticky right-0 bg-surface' },
        ]}
        rows={members.map((member) => ({
          id: member.email,
          cells: {
            name: <NameAndEmail member={member} isSelf={isSelf(member)} />,
            role: roleLabels[member.role],
            status: <Status member={member} />,
            lastSeen: member.lastSeenAt ? <Time at={member.lastSeenAt} /> : 'Never',
            sessions: format.number(member.sessions.length),
            manage: (
              <ManageMemberButton
                member={member}
                isSelf={isSelf(member)}
                signIn={signIn}
                ownSessionId={person.sessionId}
              />
            ),
          },
        }))}
      />
    </Panel>
  );
}

function NameAndEmail({ member, isSelf }: { readonly member: Member; readonly isSelf: boolean }) {
  return (
    <>
      <span className="font-medium">{member.name}</span>
      {isSelf && <span className="text-ink-muted"> (you)</span>}
      <span className="block text-xs text-ink-muted">{member.email}</span>
    </>
  );
}

function Status({ member: { status, linkExpiresAt, disabledAt } }: { readonly member: Member }) {
  return (
    <>
      <StatusDot tone={statusTones[status]} label="Status:">
        {memberStatusLabels[status]}
      </StatusDot>
      {status === 'invited' && linkExpiresAt && (
        <span className="block text-xs text-ink-muted">
          Link expires <Time at={linkExpiresAt} />
        </span>
      )}
      {disabledAt && (
        <span className="block text-xs text-ink-muted">
          <Time at={disabledAt} />
        </span>
      )}
    </>
  );
}
