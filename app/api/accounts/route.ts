import { searchAccounts, searchAccountsInput } from '@/lib/accounts/search-accounts';
import { runRoute } from '@/lib/api-route';

/** Answers up to 20 accounts that a run may place whose name or id contains `?q=`. */
export function GET(request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get('q') ?? '';
  return runRoute(
    'accounts.search',
    request,
    searchAccountsInput,
    { text },
    async (ctx, input) => ({
      accounts: await searchAccounts(ctx, input),
    }),
  );
}
