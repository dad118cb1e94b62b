import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';
import { fieldRange } from '@/lib/policy/field-range';
import { policyFields } from '@/lib/policy/fields';
import { readCurrentPolicy } from '@/lib/policy/read-policies';
import { readScopeChoices } from '@/lib/policy/scope-choices';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { PolicyEditor } from './_components/policy-editor';

export const metadata: Metadata = { title: 'Edit policy' };

/** The form to change the policy and publish it as a new version. */
export default async function EditPolicyPage() {
  const ctx = await pageContext();
  const title = 'Edit policy';
  if (!hasRole(ctx.person, 'admin')) {
    return (
      <>
        <PageHeader title={title} />
        <EmptyState
          title="Only admins can edit the policy"
          actions={
            <Link href="/policy" className={buttonClass('primary')}>
              Show the policy
            </Link>
          }
        >
          Ask an admin to change it.
        </EmptyState>
      </>
    );
  }
  const [{ version, policy }, choices] = await Promise.all([
    readCurrentPolicy(ctx),
    readScopeChoices(ctx),
  ]);
  const ranges = [...policyFields.keys()].map((path) => [path, fieldRange(path)] as const);
  return (
    <>
      <PageHeader
        title={title}
        description={`Changes to version ${version} are kept in this browser until you publish or discard them.`}
      />
      <PolicyEditor
        version={version}
        policy={policy}
        ranges={Object.fromEntries(ranges)}
        choices={choices}
        person={ctx.person.email}
      />
    </>
  );
}
