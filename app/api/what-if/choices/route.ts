import { listWhatIfChoices, whatIfSubject } from '@/lib/runs/what-if';
import { runRoute } from '@/lib/server/api';

/** Lists the accounts, CSMs, classes, and weights that a scenario for `?subject=` and `id=` can have. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const input = { kind: searchParams.get('subject'), id: searchParams.get('id') };
  return runRoute('what-if.choices', request, whatIfSubject, input, listWhatIfChoices);
}
