import { runRoute } from '@/lib/api-route';
import { getRecommendation } from '@/lib/decisions/get-recommendation';
import { recommendationId } from '@/lib/decisions/input';

/** The record of one recommendation. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const { id } = await params;
  return runRoute('recommendation', request, recommendationId, id, getRecommendation);
}
