'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { changeMemberAction } from '@/app/(app)/members/actions';
import { Button } from '@/components/ui/button';
import type { Member } from '@/lib/members/list-members';
import { NameField, RoleField } from './member-fields';
import { MemberSection } from './member-section';
import { useMemberAction } from './use-member-action';

/** The form for a member's name and role. */
export function MemberDetails({
  member,
  isSelf,
}: {
  readonly member: Member;
  readonly isSelf: boolean;
}) {
  const [name, setName] = useState(member.name);
  const [role, setRole] = useState(member.role);
  const { outcome, isRunning, run } = useMemberAction();

  const form = useRef<HTMLFormElement>(null);
  // The browser would focus the region around it if the dialog is too tall for the window.
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  function save(event: FormEvent) {
    event.preventDefault();
    run(
      () => changeMemberAction({ email: member.email, name, role }),
      () => 'Saved.',
    );
  }

  return (
    <MemberSection title="Name and role" outcome={outcome}>
      <form
        ref={form}
        aria-label={`Name and role of ${member.name}`}
        onSubmit={save}
        className="grid gap-3"
      >
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <NameField value={name} onChange={setName} />
          <RoleField value={role} onChange={setRole} />
        </div>
        {role !== member.role && (
          <p role="status" className="text-sm text-ink-muted">
            {isSelf
              ? 'A new role signs you out everywhere.'
              : `A new role signs ${member.name} out everywhere.`}
          </p>
        )}
        <Button type="submit" variant="primary" busy={isRunning} className="justify-self-start">
          Save
        </Button>
      </form>
    </MemberSection>
  );
}
