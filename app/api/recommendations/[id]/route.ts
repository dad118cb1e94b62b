import { recommendationId } from '@/lib/decisions/input';
import { getRecommendation } from '@/lib/decisions/recommendation-details';
import { runRoute } from '@/lib/server/api';

/** Returns a recommendation with its explanation and history. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  return runRoute('recommendation', request, recommendationId, id, getRecommendation);
}
