/** A made-up form letter of a test. Slots stand as `[as given|another choice|a third]`; `{isp}`, `{state}`, `{addressee}`, `{name}` and `{zip}` are merged. */
export interface FormText {
  name: string;
  locale: 'en' | 'es';
  text: string;
}

/** Made-up campaigns, of 60 to 330 words, in two languages, lightly to heavily spun. Paragraphs stand apart. */
export const FORM_TEXTS: readonly FormText[] = [
  {
    name: 'labels',
    locale: 'en',
    text: `I am [writing|reaching out|sending this letter] to [ask|urge|request] the agency to [keep|retain|preserve] the broadband label [whole|complete|intact]. [I live in|My home is in|I have lived for years in] {state}, and {isp} [carries|provides|supplies] [my connection|my internet service|the line into my house].

The label [tells|shows|lets me see] [what a plan costs|the price of a plan|what I will pay] before [I sign|I agree|I commit], and it [names|lists|spells out] [every fee|each charge|all the fees] [separately|one by one|line by line]. [Taking these lines away|Removing these entries|Cutting these details] would [leave|put] me back [where I was|in the dark|at the start] [before 2024|two years ago|a few years back]: [guessing|wondering|working out] [what the bill would be|how much I would owe|what a month costs].

[Companies say|Providers claim|The industry argues] that the label is [a burden|too much work|costly]. [A burden for whom|For whom is it a burden|Who bears that burden]? The [figures|numbers|amounts] [exist already|are already known|sit in their billing systems]; [printing them|showing them|publishing them] [costs next to nothing|is cheap|takes little effort]. [Please|I ask you to|Kindly] [reject|turn down|refuse] the [proposal|plan|suggestion] and [keep|leave] the label [as it is|unchanged|the way it is today].`,
  },
  {
    name: 'freedom',
    locale: 'en',
    text: `[In reference to|With respect to|Regarding|Concerning|As for] [the open internet order|the network rules|broadband regulation|internet regulation]. [I would like to|I want to|I'd like to|I wish to|I strongly] [advise|encourage|implore|urge|recommend] [the commissioners|the agency|regulators|you] to [overturn|reverse|undo|rescind|repeal] [the previous administration's|last year's|the prior board's|the former chairman's] [decision|order|scheme|plan] to [control|regulate|take over|manage] [the web|the internet|online access|broadband]. [Individuals|Ordinary citizens|People like me|American families|Everyday users], [rather than|as opposed to|not|instead of] [distant officials|Washington bureaucrats|so-called experts|the central government], [should be able to|ought to|deserve to|should be free to] [use|select|purchase|enjoy|buy] [whichever|whatever|the] [services|products|applications] [they desire|they choose|they prefer|we want|we like]. [That decision|The order|Their policy|The former plan] is [a betrayal|a perversion|a distortion|an exploitation|a corruption] of [the open internet|net neutrality|internet freedom|a level field]. [It undid|It reversed|It stopped|It ended] a [light-touch|hands-off|free-market|market-based] [approach|policy|system|framework] that [functioned|performed|worked|operated] [very well|remarkably well|supremely well|fabulously] [for decades|for years|for a long time|for many years] with [broad bipartisan support|both parties' approval|support from both sides|nearly universal approval].`,
  },
  {
    name: 'promise',
    locale: 'en',
    text: `[I live in|I am a resident of|My family lives in] {state}, and {isp} [carries|handles|provides] my internet connection. [I ask|I urge|I call on] your office to [seek|obtain|demand] [a plain|a clear|an unambiguous] [promise|pledge|commitment] from the company, [in writing and binding|on paper and enforceable|written down and binding], on three [points|matters|things]: that it will not [block or slow|throttle or stop|hinder] [lawful traffic|legal content] [because of where it comes from|on account of its source|by reason of its origin], that it will not [sell|offer|market] [faster treatment|fast lanes|paid priority] to websites, and that it will not [charge|bill] online services [a toll|a fee|a ransom] to [reach|get to] [subscribers|customers] who [already pay|have paid already|pay every month] for their [connection|access].

[No federal rule says so today.|At present no federal rule requires this.|Federal rules do not say this any longer.] [A court|The court of appeals|A federal court] [set aside|struck down|threw out] the order that [banned|prohibited|forbade] [blocking, throttling and paid priority|such conduct|these practices], and the [text|wording] was [later|then|afterwards] [removed from|taken out of|deleted from] the [code|books|regulations]. [The judgment did not concern state laws|State laws were not before the court|The ruling left state laws alone], [and that is why I write to you|which is the reason for this letter|so I am turning to you].

Please do three things. [Ask|Press|Tell] {isp} to [publish|print|state] this [promise|pledge] in its [terms of service|contract terms|customer agreement]. [Treat it|Handle it|Regard it], once [published|printed|stated], as you would any other [promise made to consumers|consumer promise|word given to customers] in {state}. And [tell the public|let people know|announce] what the company [answered|replied|said]. If your office has [asked|inquired] already, I would be [glad|pleased|happy] to know where I can [read|find|see] the [answer|reply].`,
  },
  {
    name: 'brief',
    locale: 'en',
    text: `[Please|I ask you to|I urge you to] [protect|defend|safeguard] the open internet in {state}. [My provider|My internet company|The company that serves my street] should [carry|deliver|move] [every site|all websites|any service] at the speed [I pay for|that I bought|in my contract]. [Nobody|No one|No company] should [have to pay|be charged|be made to pay] a second time to [reach|get to] my [home|house|screen]. [Make them|Have them|Require them to] [put it in writing|say so in writing|write it down], and [hold them to it|see that they keep it|make sure it is kept]. [Families|Households|Customers] here are [counting on|relying on|looking to] you.`,
  },
  {
    name: 'meeting-points',
    locale: 'en',
    text: `My internet connection in {state} comes from {isp}. A stream can slow down before it ever reaches my street: at the point where the [sender's|other] network meets the network of [my provider|the company I pay]. A subscriber cannot see that point, and a speed test to one server does not [show|reveal] it. I ask your office to look at it.

It has mattered before. Years ago a large video service [agreed to pay|paid] two of the biggest access providers for direct connections, and the streams of their customers [recovered|got better] within weeks. An attorney general sued a cable company over promised speeds and congested connections to other networks, and the case ended in a settlement worth a great deal of money. No federal conduct rule covers these connections today, and state laws were not at issue in the judgment that removed the last one.

I do not say that {isp} does this today. I say that nobody outside the company can know, because nobody has asked in a way that must be answered. [A few questions would do|Two or three questions would be enough], put in writing by an office that can [insist|follow up].

Does it let connections that its subscribers use run full while it asks the other side for payment? How many of its connections to other networks were more than nine tenths full at eight in the evening in the last three months? Will it promise in writing not to charge for delivering traffic that its own subscribers request? And will it publish, every three months, how full those connections are, so that people who live here can compare it with its competitors before they sign a contract for two years?

The company may answer that such figures are a trade secret. The figures that matter are few, they are old by the time they are published, and they help no competitor to do anything but compete. What is kept secret now is whether my monthly payment buys what the advertisement says. Please ask, please publish the answers, and please tell the people of {state} what you learn.`,
  },
  {
    name: 'tolls',
    locale: 'en',
    text: `[Access|Entry] [tolls|charges|fees|levies] [harm|hurt|damage|injure] [everyone|everybody|all of us] who [uses|relies on|depends on] the [internet|net|web]. A [small|tiny|young|new] [company|firm|business|startup] cannot [pay|afford|bear] what a [giant|large corporation|big player] can, so its [videos|streams|pages] [stutter|stall|crawl] and its [customers|viewers|users] [leave|depart|drift away]. [Nobody|No one] [chooses|decides|picks] this [openly|publicly|in the open]; it [happens|occurs|takes place] in [contracts|agreements|deals] that the [public|rest of us|people] never [sees|gets to read|reads].

[I have|I hold] a [simple|plain|modest] [request|wish|demand]. [Require|Oblige|Compel] {isp} to [disclose|reveal|publish|report] every [payment|sum|fee] that it [takes|receives|collects] from [online services|websites|content companies] for [access|entry] to its [subscribers|customers|users] in {state}. [Sunlight|Openness|Publicity] [costs|takes] [little|almost nothing|hardly anything] and [teaches|tells|shows] [regulators|officials|lawmakers] [much|a lot|a great deal]. [If the sums are small|If little is paid|Where the amounts are minor], [publication|disclosure|openness] will [embarrass|trouble|hurt] [nobody|no one]. [If they are large|If much is paid|Where they are big], [you|your office|the state] [ought to|should|must] [know|learn|hear] [soon|promptly|quickly|right away], before the [practice|habit|custom] becomes the [norm|rule|standard|usual thing].`,
  },
  {
    name: 'etiquetas',
    locale: 'es',
    text: `[Vivo en|Soy residente de|Mi familia vive en] {state} y mi [conexión|servicio de internet] es de {isp}. Les [pido|ruego|solicito] que [conserven|mantengan|no toquen] la etiqueta de banda ancha [completa|entera|tal como está]. La etiqueta me [dice|muestra|permite ver] [cuánto cuesta|el precio de|lo que vale] un plan antes de [firmar|contratarlo|comprometerme], y [nombra|enumera|detalla] cada [cargo|tarifa|cobro] [por separado|uno por uno|con claridad].

[Quitar|Eliminar|Borrar] esas líneas nos [devolvería|regresaría|dejaría] a [adivinar|calcular a ciegas|suponer] la [factura|cuenta|suma final]. Las [empresas|compañías] [dicen|sostienen|alegan] que es [una carga|demasiado trabajo|muy caro]. Pero los [datos|números] ya [existen|están en sus sistemas|los tienen], y [publicarlos|mostrarlos|imprimirlos] [no cuesta casi nada|es barato|toma poco tiempo]. [Muchas familias|Muchos hogares|Muchas personas] de {state} [leen|consultan|comparan] la etiqueta en su [idioma|lengua] y [dependen de ella|la necesitan|confían en ella] para [decidir|elegir|escoger]. Por eso [les pido|solicito|espero] que [rechacen|no aprueben|descarten] la propuesta y que [informen|avisen|cuenten] al público [lo que decidan|su decisión|el resultado].`,
  },
  {
    name: 'peaje',
    locale: 'es',
    text: `[Con respecto a|En relación con|Acerca de|Sobre] [las reglas de internet|la red abierta|la banda ancha], [quisiera|deseo|quiero|me gustaría] [pedir|solicitar|recomendar|exigir] a [la comisión|las autoridades|ustedes|los reguladores] que [impidan|prohíban|frenen|eviten] [los peajes|los cobros dobles|las tarifas de acceso|el pago por prioridad] en [la red|internet|las conexiones|el servicio]. [Las familias|Los usuarios|Los clientes|Las personas comunes], [y no|en lugar de|más que|antes que] [las grandes empresas|unas pocas compañías|los proveedores|los monopolios], [deben|deberían|tienen derecho a|merecen] [elegir|decidir|escoger|seleccionar] [qué ver|qué páginas visitar|qué servicios usar|lo que quieren ver]. [Quien ya paga|El que ya paga|Todo el que paga|Cada cliente que paga] [su conexión|su factura|su plan|el servicio] no [debe|tiene que|debería|necesita] [pagar otra vez|pagar dos veces|volver a pagar|sufrir demoras] [porque|cuando|solo porque|si] [un sitio|una empresa|una página|un servicio] no [aceptó|quiso|pudo|accedió a] [un trato|un acuerdo|un contrato|ese pago]. [Hace falta|Se necesita|Es necesaria|Urge] [una regla clara|una norma sencilla|una ley firme|una promesa escrita] que [proteja|defienda|ampare|cuide] a [los hogares|los vecinos|las escuelas|la gente] de {state} [sin excepciones|sin trampas|desde ahora|cuanto antes].`,
  },
];

/** Sentences that many people quote, each on their own: of the law, and of the evidence about an ISP. */
export const QUOTED: Readonly<Record<'en' | 'es', readonly string[]>> = {
  en: [
    'On January 2, 2025, the U.S. Court of Appeals for the Sixth Circuit set aside the order of 2024 that banned blocking, throttling and paid prioritization.',
    'California law says that a provider shall not block lawful content, applications or services, nor impair or degrade lawful traffic on the basis of its content, subject to reasonable network management.',
    'In 2014, as reports had it, a large video service agreed to pay two access providers for direct connections to their networks, and speeds for their subscribers rose within a few months.',
  ],
  es: [
    'El 2 de enero de 2025, la Corte de Apelaciones del Sexto Circuito anuló la orden de 2024 que prohibía el bloqueo, la ralentización y la prioridad pagada.',
    'En 2014, según la prensa, un gran servicio de video aceptó pagar a dos proveedores por conexiones directas a sus redes, y las velocidades de sus clientes subieron en pocos meses.',
  ],
};
