import { searchRoutableAccounts, searchRoutableAccountsInput } from '@/lib/accounts/search';
import { runRoute } from '@/lib/server/api';

/** Returns up to 20 routable accounts whose name or id contains `?q=`. */
export function GET(request: Request): Promise<Response> {
  const text = new URL(request.url).searchParams.get('q') ?? '';
  return runRoute(
    'accounts.search',
    request,
    searchRoutableAccountsInput,
    { text },
    async (ctx, input) => ({
      accounts: await searchRoutableAccounts(ctx, input),
    }),
  );
}
