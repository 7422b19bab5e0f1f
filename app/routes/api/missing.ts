import { refuse } from '#app/http/api/answer.ts';

export function loader() {
  return refuse({ status: 404, title: 'The API has nothing at this address; /api/v1/openapi.json lists what it has' });
}
