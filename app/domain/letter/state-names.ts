const english =
  'AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,DC the District of Columbia,' +
  'FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,' +
  'MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,' +
  'NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,' +
  'PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,' +
  'WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,PR Puerto Rico,VI the U.S. Virgin Islands,GU Guam,' +
  'AS American Samoa,MP the Northern Mariana Islands';

const spanishWhereItDiffers =
  'DC el Distrito de Columbia,HI Hawái,LA Luisiana,MS Misisipi,MO Misuri,NH Nuevo Hampshire,NJ Nueva Jersey,NM Nuevo México,' +
  'NY Nueva York,NC Carolina del Norte,ND Dakota del Norte,OR Oregón,PA Pensilvania,SC Carolina del Sur,SD Dakota del Sur,' +
  'WV Virginia Occidental,VI las Islas Vírgenes de los Estados Unidos,AS Samoa Americana,MP las Islas Marianas del Norte';

const tableOf = (list: string) => new Map(list.split(',').map((entry) => [entry.slice(0, 2), entry.slice(3)]));
const names = { en: tableOf(english), es: tableOf(`${english},${spanishWhereItDiffers}`) };

/**
 * A state, district or territory as it stands inside a sentence ("I live in the District of Columbia"), or null for military mail
 * regions and unknown codes. `code`: two letters. Source: USPS Publication 28, appendix B, for the codes; Spanish names own choice.
 */
export function stateName(code: string | null, locale: 'en' | 'es'): string | null {
  return code === null ? null : (names[locale].get(code) ?? null);
}
