import type { Metadata } from 'next';
import Link from 'next/link';
import type { SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { WhatIfButton } from '@/app/(app)/_shared/what-if/use-what-if-dialog';
import { buttonClass } from '@/components/ui/button';
import { PageHeader, Panel } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { Time } from '@/components/ui/time';
import { comparePolicies } from '@/lib/policy/compare-policies';
import { listPolicyVersions, readCurrentPolicy, readPolicy } from '@/lib/policy/read-policies';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import { ChangesTable } from './_components/changes-table';
import { policyPanels } from './_components/panel-heights';
import { policySentences } from './_components/policy-text';
import { SettingsPanels } from './_components/settings-panels';
import { VersionsPanel } from './_components/versions-panel';
import { parseComparison } from './search-params';

export const metadata: Metadata = { title: 'Policy' };

/** The policy in effect, its versions, and what changed between two of them. */
export default async function PolicyPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const comparison = await parseComparison(searchParams);
  const versions = listPolicyVersions(ctx);
  const mayEdit = hasRole(ctx.person, 'admin');
  return (
    <>
      <PageHeader
        title="Policy"
        description={`The weights, limits, and scope that every run uses.${mayEdit ? '' : ' Only admins can change them.'}`}
        actions={
          <>
            <WhatIfButton subject={{ kind: 'intake' }} />
            {mayEdit && (
              <Link href="/policy/edit" className={buttonClass('primary')}>
                Edit policy
              </Link>
            )}
          </>
        }
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {comparison && (
          <Suspense
            key={`${comparison.from} ${comparison.to}`}
            fallback={<PanelsSkeleton panels={['h-48']} />}
          >
            <Comparison ctx={ctx} versions={versions} {...comparison} />
          </Suspense>
        )}
        <Suspense fallback={<PanelsSkeleton panels={policyPanels} />}>
          <CurrentPolicy ctx={ctx} versions={versions} comparison={comparison} />
        </Suspense>
      </div>
    </>
  );
}

async function Comparison({
  ctx,
  versions: loading,
  from,
  to,
}: {
  readonly ctx: Context;
  readonly versions: ReturnType<typeof listPolicyVersions>;
  readonly from: number;
  readonly to: number;
}) {
  const title = `What changed from version ${from} to ${to}`;
  const versions = await loading;
  const missing = [from, to].find((each) => versions.every(({ version }) => version !== each));
  if (missing !== undefined)
    return <Panel title={title}>The policy has no version {missing}.</Panel>;
  const [before, after, format] = await Promise.all([
    readPolicy(ctx, { version: from }),
    readPolicy(ctx, { version: to }),
    currentFormat(),
  ]);
  return (
    <Panel
      title={title}
      flush
      actions={
        <Link href="/policy" className={buttonClass('ghost', 'sm')}>
          Close
        </Link>
      }
    >
      <ChangesTable
        label={`Settings of versions ${from} and ${to}`}
        changes={comparePolicies(before, after)}
        titles={[`Version ${from}`, `Version ${to}`]}
        format={format}
      />
    </Panel>
  );
}

async function CurrentPolicy({
  ctx,
  versions: loading,
  comparison,
}: {
  readonly ctx: Context;
  readonly versions: ReturnType<typeof listPolicyVersions>;
  readonly comparison: { readonly from: number; readonly to: number } | null;
}) {
  const [{ version, policy }, versions, format] = await Promise.all([
    readCurrentPolicy(ctx),
    loading,
    currentFormat(),
  ]);
  const current = versions.find((each) => each.version === version);
  return (
    <>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel
          title={`What version ${version} says`}
          description={
            current && (
              <>
                Published <Time at={current.publishedAt} /> by {current.author}
                {current.note && `: ${current.note}`}
              </>
            )
          }
        >
          <ul className="flex list-disc flex-col gap-1.5 pl-5">
            {policySentences(policy, format).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Panel>
        <VersionsPanel versions={versions} comparison={comparison} />
      </div>
      <SettingsPanels policy={policy} format={format} />
    </>
  );
}
