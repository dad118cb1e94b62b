import { listCandidates, listCandidatesInput } from '@/lib/decisions/recommendation-details';
import { runRoute } from '@/lib/server/api';

/** Every active CSM as they would take the account of a recommendation now. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  const asked = { recommendationId: id };
  return runRoute('candidates', request, listCandidatesInput, asked, listCandidates);
}
