// In freemail 1.7.0, free-email-domains 1.12.6 or email-providers 2.26.0 (npm packages, read 2026-11-22).
const listed = `
comcast.net charter.net rr.com roadrunner.com twc.com bresnan.net cox.net att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net
prodigy.net swbell.net snet.net verizon.net bellatlantic.net centurylink.net centurytel.net embarqmail.com qwest.net q.com frontier.com
frontiernet.net citlink.net epix.net optimum.net optonline.net mchsi.com cableone.net wowway.com rcn.com atlanticbb.net tds.net
windstream.net alltel.net earthlink.net mindspring.com hughes.net direcway.com wildblue.net ntelos.net fuse.net hawaiiantel.net gci.net
zoominternet.net ptd.net comporium.net bell.net sympatico.ca juno.com netzero.net aol.com aim.com yahoo.com ymail.com rocketmail.com
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com gmx.net
mail.com zoho.com fastmail.com yandex.com tutanota.com
`;

// In none of those lists; kept out of caution, because a brand of an ISP gave or gives mailboxes there, or may. Shutting a domain out claims nothing.
const doubted = `
xfinity.net spectrum.net brighthouse.com nvbell.net flash.net wans.net currently.com vzw.net gte.net vtext.com tmomail.net newnorth.net
gvni.com suddenlink.net cablevision.net cebridge.net mediacombb.net sparklight.net knology.net wavecable.com grandecom.net astound.net
breezeline.net metrocast.net chartermi.net valornet.com consolidated.net fairpoint.net surewest.net brightspeed.net sonic.net exede.net
viasat.net midco.net midcontinent.net metronetinc.com lumos.net zoomtown.com epbfi.com usiwireless.com allophone.net cspire.net
buckeye-express.com bex.net buckeyecable.net shentel.net ntc.net sccoast.net ritternet.com gpcom.net lusfiber.net coqui.net
`;

const known: ReadonlySet<string> = new Set(`${listed} ${doubted}`.trim().split(/\s+/));

/**
 * Whether mailboxes at a domain (lower-case ASCII) are given to subscribers or to everybody, so that a mail from there speaks for no ISP: it
 * stands in our list, or beneath a domain of it, as regional ones do ("nyc.rr.com"). Own choice, with public lists as its source.
 */
export function isSubscriberMailDomain(domain: string): boolean {
  const labels = domain.split('.');
  return labels.some((_, at) => known.has(labels.slice(at).join('.')));
}
