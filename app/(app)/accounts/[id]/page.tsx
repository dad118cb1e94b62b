import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { createLoader, type SearchParams } from 'nuqs/server';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { decodeParam } from '@/app/(app)/_shared/links';
import { parseAsPage } from '@/app/(app)/_shared/page-param';
import {
  type AccountHistory,
  getAccountHistory,
} from '@/lib/analytics/account/get-account-history';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { AccountMark } from './_components/account-mark';
import { AccountFacts, AccountHeader } from './_components/account-summary';
import { AccountTimeline } from './_components/account-timeline';

export const metadata: Metadata = { title: 'Account' };

const loadPage = createLoader({ page: parseAsPage });

interface Props {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** An account: its current data and its complete history. */
export default async function AccountPage({ params, searchParams }: Props) {
  const ctx = await pageContext();
  const accountId = decodeParam((await params).id);
  const { page } = await loadPage(searchParams);
  const [history, format] = await Promise.all([
    historyOrNotFound(getAccountHistory(ctx, { accountId, page })),
    currentFormat(),
  ]);
  return (
    <>
      <AccountHeader history={history} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        {history.mark && (
          <AccountMark
            accountId={history.id}
            mark={history.mark}
            mayUnmark={hasRole(ctx.person, 'manager')}
          />
        )}
        {history.details && <AccountFacts details={history.details} format={format} />}
        <AccountTimeline
          history={history}
          format={format}
          canAddNotes={hasRole(ctx.person, 'manager')}
        />
      </div>
    </>
  );
}

async function historyOrNotFound(history: Promise<AccountHistory>): Promise<AccountHistory> {
  try {
    return await history;
  } catch (error) {
    // An impossible id, such as one of 300 characters, does not exist either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}
