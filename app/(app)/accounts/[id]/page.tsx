import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { decodeParam } from '@/app/(app)/_shared/links';
import {
  type AccountHistory,
  getAccountHistory,
} from '@/lib/analytics/account/get-account-history';
import { pageContext } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { AccountFacts, AccountHeader } from './_components/account-summary';
import { AccountTimeline } from './_components/account-timeline';

export const metadata: Metadata = { title: 'Account' };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** One account: how it stands, and everything that ever happened to it, in order. */
export default async function AccountPage({ params }: Props) {
  const ctx = await pageContext();
  const accountId = decodeParam((await params).id);
  const history = await historyOrNotFound(getAccountHistory(ctx, { accountId }));
  return (
    <>
      <AccountHeader history={history} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <AccountFacts standing={history.standing} />
        <AccountTimeline history={history} />
      </div>
    </>
  );
}

async function historyOrNotFound(history: Promise<AccountHistory>): Promise<AccountHistory> {
  try {
    return await history;
  } catch (error) {
    // An id that no account can have, such as one of 300 characters, is of none either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}
