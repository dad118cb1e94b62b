import { listCandidates, listCandidatesInput } from '@/lib/decisions/recommendation-details';
import { runRoute } from '@/lib/server/api';

/** Evaluates every active CSM for a recommendation's account as of now. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  const input = { recommendationId: id };
  return runRoute('candidates', request, listCandidatesInput, input, listCandidates);
}
