import { z } from 'zod';
import { modifiedSince, noQuery, operation, slugParam } from './operation.ts';
import * as shapes from './osdi-shapes.ts';
import { numbered, paging } from './queries.ts';

const page = z.strictObject({ per_page: paging.limit, cursor: numbered, modified_since: modifiedSince });
const idParam = z.object({ id: z.string().meta({ description: '`m` or `s` and a number.' }) });
const read = { method: 'get', body: null, status: 200, type: 'hal' } as const;
const noPetition = 'The organization has no such petition';

/** The deeds in OSDI's shapes. Source: OSDI 1.2 documents (opensupporter/osdi-docs, read 2026-11-22). */
export const osdiOperations = {
  entry: operation({
    ...read,
    id: 'osdiEntryPoint',
    path: '/osdi',
    scope: null,
    summary: 'OSDI: entry point',
    description: 'For CRMs that speak OSDI (HAL+JSON). The token may come in `OSDI-API-Token`.',
    query: noQuery,
    answer: shapes.osdiEntryShape,
  }),
  people: operation({
    ...read,
    id: 'osdiPeople',
    path: '/osdi/people',
    scope: 'people.read',
    summary: 'OSDI: people',
    description: 'Members of the list. Each page read is written into the audit.',
    query: page,
    answer: shapes.osdiCollection('osdi:people', shapes.osdiPersonShape),
  }),
  person: operation({
    ...read,
    id: 'osdiPerson',
    path: '/osdi/people/{id}',
    scope: 'people.read',
    summary: 'OSDI: one person',
    description: 'A member (`m`), or the signer of a signature (`s`), which needs the scope `signatures.read` besides.',
    query: noQuery,
    params: idParam,
    answer: shapes.osdiPersonShape,
    refusals: { 404: 'The organization has no such person' },
  }),
  petitions: operation({
    ...read,
    id: 'osdiPetitions',
    path: '/osdi/petitions',
    scope: 'campaigns.read',
    summary: 'OSDI: petitions',
    description: 'Campaigns of the organization.',
    query: z.strictObject({ per_page: paging.limit, cursor: numbered }),
    answer: shapes.osdiCollection('osdi:petitions', shapes.osdiPetitionShape),
  }),
  petition: operation({
    ...read,
    id: 'osdiPetition',
    path: '/osdi/petitions/{campaign}',
    scope: 'campaigns.read',
    summary: 'OSDI: one petition',
    description: 'A campaign by its slug.',
    query: noQuery,
    params: slugParam,
    answer: shapes.osdiPetitionShape,
    refusals: { 404: noPetition },
  }),
  signatures: operation({
    ...read,
    id: 'osdiSignatures',
    path: '/osdi/petitions/{campaign}/signatures',
    scope: 'signatures.read',
    summary: 'OSDI: signatures of a petition',
    description: 'Never those that wait for their mailbox. Each page read is written into the audit.',
    query: page,
    params: slugParam,
    answer: shapes.osdiCollection('osdi:signatures', shapes.osdiSignatureShape),
    refusals: { 404: noPetition },
  }),
  signature: operation({
    ...read,
    id: 'osdiSignature',
    path: '/osdi/petitions/{campaign}/signatures/{id}',
    scope: 'signatures.read',
    summary: 'OSDI: one signature',
    description: 'As in the collection.',
    query: noQuery,
    params: slugParam.extend({ id: z.string().meta({ description: '`s` and a number.' }) }),
    answer: shapes.osdiSignatureShape,
    refusals: { 404: 'The petition has no such signature' },
  }),
  record: operation({
    id: 'osdiRecordSignature',
    method: 'post',
    path: '/osdi/petitions/{campaign}/record_signature_helper',
    scope: 'signatures.write',
    summary: 'OSDI: record a signature',
    description: 'As `POST /organizer/signatures`: it counts only when the mailbox is proved.',
    query: noQuery,
    params: slugParam,
    body: shapes.osdiRecordShape,
    answer: shapes.osdiTakenShape,
    status: 202,
    type: 'hal',
    refusals: {
      404: noPetition,
      409: 'The campaign takes no signatures now',
      422: 'The form cannot be taken',
      503: 'No signatures are taken at the moment',
    },
  }),
} as const;
