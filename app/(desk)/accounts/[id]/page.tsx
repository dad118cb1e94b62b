import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type AccountHistory, getAccountHistory } from '@/lib/analytics/get-account-history';
import { AppError } from '@/lib/errors';
import { pageContext } from '@/lib/request-context';
import { decodedParam } from '../../decoded-param';
import { AccountFacts } from './_components/account-facts';
import { AccountHead } from './_components/account-head';
import { AccountTimeline } from './_components/account-timeline';

export const metadata: Metadata = { title: 'Account' };

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** One account: how it stands, and everything that ever happened to it, in order. */
export default async function AccountPage({ params }: Props) {
  const ctx = await pageContext();
  const accountId = decodedParam((await params).id);
  const history = await historyOrNothing(getAccountHistory(ctx, { accountId }));
  return (
    <>
      <AccountHead history={history} />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <AccountFacts standing={history.standing} />
        <AccountTimeline history={history} />
      </div>
    </>
  );
}

async function historyOrNothing(history: Promise<AccountHistory>): Promise<AccountHistory> {
  try {
    return await history;
  } catch (error) {
    // An id that no account can have, such as one of 300 characters, is of none either.
    const code = error instanceof AppError ? error.code : null;
    if (code === 'not_found' || code === 'invalid_input') notFound();
    throw error;
  }
}
