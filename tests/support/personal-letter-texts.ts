/**
 * Made-up sentences of people who write for themselves, with choices in them as in `FormText`. A letter takes a few of them in any order, so two letters
 * share one now and then, which is more than people do who sit down alone.
 */
export const PERSONAL_SENTENCES: Readonly<Record<'en' | 'es', readonly string[]>> = {
  en: `I [teach|coach] [third grade|algebra|night classes] and [upload|grade] homework [at the kitchen table|after dinner|late on Sundays], which takes [an hour|half the evening|forever] when the line [sags|drops|chokes].
My [grandmother|mother|aunt] sees her [cardiologist|doctor|nurse] by video because the [clinic|hospital] is [ninety minutes|two counties|a mountain pass] away, and last [month|spring|week] the picture froze [three times|until they gave up].
We [run|own] a [bakery|bike shop|print shop|small farm] and take orders [online|through our own page|by web form]; a [frozen|slow] checkout [costs us real money|means a lost customer].
[Honestly|Frankly|To be honest], I never thought about [routers|peering|any of this] until [our movie nights|my son's classes|my video calls] turned into [a slideshow|a spinning circle|guesswork].
There is exactly one [cable company|provider|wire] on our road, so "[shop around|vote with your wallet]" is [a joke|no advice at all|cold comfort].
[I called|My wife called|We called] support [four|six|nine] times this [winter|year|summer] and was told to [restart the modem|buy a better router|wait for a technician] every single time.
[Two|Three] [summers|years] ago they raised the price by [eleven|fifteen|twenty] dollars and the evening speed [did not move|actually fell].
I am [seventy-one|sixty-eight|eighty], a [retired|former] [machinist|librarian|mail carrier], and the internet is how I [see my grandchildren|read the paper|keep up with my church].
My [daughter|son|nephew] [studies nursing|is finishing a degree|takes college courses] from home and [was marked absent|lost points|missed an exam] because the stream [kept dropping|would not load].
[Speed tests|The tests I ran|My own measurements] look [fine|perfect|great] at [noon|lunch|six in the morning] and [awful|terrible|laughable] at [nine|eight thirty|prime time].
I [kept a notebook|made a spreadsheet|wrote down every outage] for [five weeks|two months|all of March], and the pattern is [plain|hard to miss|always the evenings].
As a [volunteer firefighter|town clerk|school bus driver], I get my [call-outs|schedules|alerts] over that same connection.
[Why|Tell me why] should a [video site|game service|news page] pay my provider when [I pay it already|my bill is paid every month]?
The [sales page|flyer|man on the phone] said [unlimited|up to a gigabit|no slowdowns]; [nobody|not one word] mentioned [the fine print|evenings|congestion].
I [moved|came] here from [Ohio|Oregon|Chicago|Puerto Rico] in [2019|2021|2016], and I miss having [a choice|fiber|a company that answers].
Our [library|community center|church basement] is full of kids doing homework [on their phones|in the parking lot] because [home is too slow|their block has nothing better].
[Small towns|Places like ours|Rural counties] were [promised|sold] [fast lines|the future|broadband for all] and got [excuses|press releases|a billboard].
I [edit|produce] [podcasts|wedding films|audio books] for a living; sending one [file|project] can take [all night|until breakfast].
When the [hurricane|ice storm|wildfire] came through, the [only news|maps] we had came over a [phone|tablet] that [crawled|kept buffering].
[Somebody|A neighbor|My brother-in-law] showed me that the same video runs [smoothly|without a hitch] over [a VPN|his work connection], which [makes no sense|tells me something is off].
I am not [an engineer|a lawyer|an expert], but I can tell when [I am being had|somebody is leaning on the hose|two things do not add up].
[Competition|A second provider|A city network] would fix [half of this|much of it], yet [the law here forbids it|nobody will build].
I [work nights|drive a truck|clean offices], and streaming [a ball game|old westerns|my telenovela] is the one [treat|luxury] I [allow myself|have].
[Last Tuesday|On Easter Sunday|The night of the election] it took [forty minutes|three tries|an hour] to [load|open] a [single page|city map|county form].
They [blame|point at] [Netflix|the other side|my wiring], the other side [blames|points at] them, and [I pay both|the bill arrives on time].
My [husband|partner|roommate] is [deaf|hard of hearing] and relies on [video relay|sign language calls|captions], so a stalled picture is [no small matter|a closed door].
I [grew up|was raised] with [party lines|rotary phones|three TV channels], so believe me, I know what [waiting|a shared line] means.
What [bothers|angers|worries] me is not the [speed|price] itself but that [nobody will say it straight|the rules change in secret|we cannot check anything].
The [city council|school board|water district] streams its meetings, and I have [missed votes|lost the sound] more often than I can count.
[Please come and sit|Sit for one evening] at my desk and [try to join a meeting|watch the dots go round].
I [voted for|wrote to|met] [my senator|the commissioner|our representative] about this in [2018|2020], and got [a form letter|a nice smile|silence].
Our [dairy|orchard|greenhouse] [sensors|cameras] report over the net; when packets [vanish|stall] I [drive out|walk the rows] at midnight to [check the pumps|look at the valves].
[A dollar|Money] spent on [lobbying|stadium signs] is a [dollar|cent] not spent on [cable in the ground|the node at the corner].
I would [gladly|happily] pay [ten dollars more|a little extra] for a line that [just works|does what it says], if somebody [offered|sold] one.
[Remote work|My job at the call center|Telecommuting] let me [stay in my hometown|care for my father|keep the house], and it hangs on [this one wire|a copper pair from 1974].
The technician [was kind|was honest] and told me the [box|cabinet] down the street is [full|oversold], and that [nothing is planned|he hears it daily].
[Kids|Students] in [the next district|the city] do not [think twice|worry] about [a video lesson|homework online]; ours [download it at night|take turns].
I [canceled|dropped] [cable TV|the phone line] to [save money|cut the bill], and [the internet price went up by the same amount|somehow nothing got cheaper].
There is a [map|chart] on the government page that says we have [three providers|gigabit service]; [two of them laughed|come and find them].
[Games|Chess matches|Online auctions] are [silly|small] things to complain about, but [lag|a stall] tells the truth about a network.
I [read|went through] the [contract|terms] twice and [still cannot say|could not work out] what "[network management|reasonable use]" [means|covers].
[Our veterans' group|The quilting circle|My book club] meets on [screen|video] now, and [half of us|the older members] freeze [mid-sentence|with their mouths open].
You [have|hold] the power to [ask|demand] for [records|logs], and I [do not|sadly do not].
[It is|This is] [about fairness|a matter of trust|simple honesty], and I was [taught|brought up] to [speak up|say so].
[Thanks|I am grateful] for [reading this far|listening to an old man|your patience with my spelling].
My [insulin pump|pacemaker|glucose meter] [phones home|uploads readings], and I [would rather not|hate to] think about [a slow lane for it|who decides its priority].
[Before|Long before] all this I [wired houses|laid pipe|strung phone lines] for [thirty years|the county], and we [never|would not have dared to] [charged both ends|sell the same yard twice].
If [water|electricity|mail] worked like this, [heads would roll|there would be hearings|you would hear shouting].
I [compared|put side by side] [six bills|two years of bills]; the [regional fee|equipment fee|"technology" fee] [doubled|appeared from nowhere].
[Someone|Somebody on the radio] said [it is only about movies|nobody needs this]; [tell that to|explain it to] my [dialysis nurse|accountant|sister in the Navy].
The [irony|funny part] is that this [very page|very form] [timed out|hung] [twice|once] while I was [typing|filling it in].
On [weekends|school holidays] the whole [building|trailer park|street] [slows to a drip|grinds down], and by [Monday|six in the morning] it is [back|fine again].
I [translate|interpret] for [courts|hospitals] over video, and a [dropped|garbled] word can [change a verdict|hurt someone].
[Maybe|Perhaps] I am [naive|old-fashioned], but a [handshake|posted price] should [mean something|hold for a year].
We [adopted|fostered] [two boys|a little girl] last year, and their [caseworker visits|therapy sessions] are [online|by video], when they [happen|connect] at all.
[Nights|Evenings] I [trade|swap] [recipes|sheet music|seed catalogs] with [friends in Maine|cousins in Manila], which sounds [trivial|small] until it [stops|is gone].
The [ferry|bus] schedule, the [tide table|weather], the [co-op's prices|auction]: [all of it|everything] comes through that [one pipe|little dish].
I [asked|wrote] for the [measurements|test results] from their [own side|own switch] and was [refused|sent a coupon].
[Give|Hand] us [plain figures|numbers we can check] and we will [judge for ourselves|do the arithmetic].
[Freelancers|Illustrators|Bookkeepers] like me [lose clients|look foolish] when a [call|upload] [dies|hangs], and [no refund|no apology] [covers|mends] that.`.split(
    '\n',
  ),
  es: `Soy [maestra|enfermera|cocinero] y [preparo clases|hago cursos|estudio inglés] [de noche|los domingos|después del trabajo], cuando la señal [se cae|se pone lentísima].
Mi [abuela|mamá|suegra] [ve al médico|tiene consulta] por video porque la clínica queda a [dos horas|noventa millas], y la imagen [se congela|se corta] [siempre|a cada rato].
Tenemos [una panadería|un taller|una tiendita] y [los pedidos|las ventas] llegan [por la página|en línea]; cada [falla|corte] [nos cuesta clientes|es dinero perdido].
En mi calle hay [una sola compañía|un solo cable], así que [cambiar de empresa|buscar otra] es [un chiste|imposible].
[Llamé|Mi esposo llamó] [cinco|ocho] veces este [invierno|año] y siempre [nos dijeron|contestaron] que [apagáramos el aparato|esperáramos al técnico].
Hace [dos|tres] años [subieron|aumentaron] el precio [quince|veinte] dólares y por las noches [sigue igual|va peor].
Mi [hija|sobrino] estudia [enfermería|contabilidad] desde casa y [perdió un examen|le pusieron falta] porque [no cargaba|se trabó] la clase.
[Anoté|Apunté] en un cuaderno cada [corte|falla] durante [un mes|seis semanas], y [casi todos|la mayoría] son [a las nueve|en la noche].
No soy [ingeniero|abogada], pero [sé cuándo me engañan|uno se da cuenta].
[Trabajo|Manejo] de [noche|madrugada] y ver [el partido|mi novela] es el único [gusto|descanso] que [me doy|tengo].
[El folleto|La muchacha del teléfono] decía [sin límites|velocidad garantizada]; [nadie habló|ni una palabra] de [las tardes|la letra pequeña].
[Llegué|Nos mudamos] de [Ponce|Texas|Guadalajara] en [2018|2020] y [extraño|echo de menos] [poder elegir|que alguien conteste].
[Cuando pasó|Durante] [el huracán|la tormenta], [las noticias|los mapas] nos llegaban por un teléfono que [apenas|casi no] abría nada.
Un [vecino|compadre] me enseñó que el mismo video [corre bien|no se para] con [otra red|la conexión de su trabajo], y eso [no tiene sentido|huele mal].
En la [iglesia|biblioteca] los niños hacen [tareas|deberes] [en el estacionamiento|con el celular] porque [en casa no se puede|su cuadra no tiene nada].
[Ellos|Los de la empresa] culpan a [Netflix|mi cableado], los otros [los culpan a ellos|dicen lo contrario], y [la factura|el recibo] [llega puntual|nunca se atrasa].
[Me indigna|Me preocupa], más que [el precio|la lentitud], que [nadie hable claro|todo se decida a escondidas].
El técnico [fue amable|fue honesto] y me dijo que la caja de la esquina [está llena|ya no da más].
[Pagaría|Con gusto pago] [diez dólares más|un poco más] por [una línea que sirva|algo que funcione].
Si [el agua|la luz|el correo] funcionara así, [habría protestas|ya estarían todos en la calle].
[Gracias por|Les agradezco] [leer hasta aquí|su paciencia con mi letra].
Mi [papá|marido] [usa|necesita] [subtítulos|llamadas en señas], y una imagen trabada es [una puerta cerrada|quedarse fuera].
[Comparé|Revisé] [seis recibos|las facturas de dos años]: el cargo [regional|del equipo] [se duplicó|salió de la nada].
[Soy intérprete|Traduzco] en [cortes|hospitales] por video, y una palabra [cortada|perdida] puede [cambiar un juicio|hacer daño].
La [cooperativa|finca] tiene [sensores|cámaras] en línea; si [fallan|se callan], [salgo a medianoche|camino los surcos] a ver [las bombas|las válvulas].
[Quizá|Tal vez] soy [ingenua|anticuado], pero [la palabra|un precio anunciado] debería [valer|respetarse].
Con mis [primos|nietos] de [Manila|Lima] hablo los [sábados|viernes], y [parece poco|suena pequeño] hasta que [se pierde|deja de sonar].
[Pedí|Solicité] las [mediciones|pruebas] de su lado y me [las negaron|mandaron un cupón].
Ustedes [pueden|tienen la fuerza para] pedir [los registros|las cuentas]; yo [no|solo tengo esta carta].
[Dennos|Queremos] [cifras claras|números que se puedan revisar] y [nosotros juzgamos|haremos las cuentas].`.split('\n'),
};
