"""The words that articles for measuring are made of; none of them names a real event."""

NOUNS = tuple(
    "airlift anchorage antenna armour arsenal artificer audit barge barracks battery beacon"
    " berth bridge brigade budget bunker cadet canister cargo ceiling chaplain checkpoint"
    " coastline column commander commission compass contract convoy corridor courier crew"
    " cruiser culvert deadline decoy delegation depot detachment detector dock doctrine drill"
    " embankment engine engineer envoy escort estimate exercise factory ferry fleet flotilla"
    " fortress foundry frequency garrison gauge generator glacier gunner hangar harbour"
    " headquarters helmet hospital hull inquiry inspector instructor inventory island jetty"
    " journal kitchen laboratory ladder lantern ledger lighthouse logbook maintenance"
    " manoeuvre manual mast mechanic memorandum messenger minefield minister mission mortar"
    " negotiator observer officer orchard outpost parade parachute parliament patrol payload"
    " periscope pilot pipeline plateau platoon pontoon prototype quarry quartermaster radar"
    " railway rampart range recruit refinery regiment rehearsal repair reserve reservoir rifle"
    " rota rudder runway salvage sapper satellite schedule sensor shelter shipyard shoal"
    " signal simulator sonar squadron staff stockpile strait submarine supplier supply survey"
    " tanker target tender terrain timetable torpedo tower tracker treaty trench tribunal"
    " tugboat tunnel turbine turret uniform upgrade valley vessel veteran volunteer warehouse"
    " warrant watchtower waterline weather workshop".split()
)
ADJECTIVES = tuple(
    "abandoned additional aged allied amphibious annual armoured austere autumn blunt brief"
    " broad buried camouflaged careful ceremonial civilian coastal cold combined compact costly"
    " damaged deferred detailed disputed distant double draft early eastern elderly empty entire"
    " exposed familiar final floating foggy foreign former forward fourth frozen gradual grey"
    " guarded heavy hidden hurried idle improvised inland joint junior late lean light limited"
    " local lowered makeshift mobile modest muddy narrow naval new northern obsolete offshore open"
    " outer overdue painted partial patient permanent plain portable practical provisional quiet"
    " rapid rebuilt reduced remote repaired rented rotating rugged rural rusty scattered seasonal"
    " second secret senior shallow sheltered silent single sixth slow small southern spare sparse"
    " special stranded sturdy sudden surplus swift tall temporary third towed unarmed underground"
    " unfinished uniformed upgraded urgent vacant wartime western wide winter wooden young".split()
)
VERBS = tuple(
    "abandons accepts adapts adjusts admits anchors approves assembles audits avoids awaits blocks"
    " borrows boards builds calibrates cancels challenges checks circles clears closes combines"
    " commissions conceals confirms counts covers crosses defends defers delays delivers describes"
    " designs detects disputes divides doubles drains endorses equips escorts examines exchanges"
    " expands follows fortifies funds gathers greases guards halts heats hires hosts inspects joins"
    " launches leaves lifts loads lowers maps measures mends monitors moves needs obtains occupies"
    " orders outlasts overtakes paints passes patrols plans postpones praises presents prints"
    " protects purchases questions raises reaches rebuilds recalls receives recovers reduces"
    " rehearses releases relieves reopens repairs replaces reports rescues restores retires returns"
    " reviews salvages seals secures sells ships shortens sketches studies supplies surrounds"
    " surveys tests tows tracks trains transfers trims unloads unveils upgrades visits warns"
    " watches weighs welcomes widens withdraws".split()
)
PREPOSITIONS = tuple(
    "above across after against ahead-of along alongside amid around before behind below beneath"
    " beside between beyond by despite during for from in inside near on opposite outside over past"
    " since through throughout towards under until upon with within without".replace(
        "ahead-of", "near"
    ).split()
)
OPENERS = tuple(
    "afterwards already also briefly clearly daily earlier elsewhere eventually finally formally"
    " generally gradually instead later locally meanwhile monthly moreover nearby nevertheless"
    " nightly now nowadays officially often once overnight partly presently privately promptly"
    " publicly quietly rarely recently regularly reportedly seldom shortly sometimes soon still"
    " then thereafter therefore today together tonight twice usually weekly yearly".split()
)
JOINTS = tuple(
    "although and because but if once since so unless until when where while yet".split()
)
DETERMINERS = tuple("the each every another this that one its their no any".split())

SOURCES = (
    "Anchor Bulletin",
    "Beacon Press Desk",
    "Causeway News",
    "Drydock Letter",
    "Estuary Wire",
    "Foundry Report",
    "Gangway Daily",
    "Headland Agency",
    "Isthmus Observer",
    "Jetty Gazette",
    "Keystone Dispatch",
    "Lagoon Service",
)

_FIELDS = (
    "Harbour Winter Desert Mountain River Orbital Reserve Border Island Jungle Rail Bridge Cadet"
    " Medical Canal Polar Rocket Signals Tunnel Weather"
).split()
_MATTERS = (
    "mobility repair supply surveys budgets manuals shelters simulation stockpiles rehearsals"
).split()

TAGS = tuple(f"{field} {matter}" for matter in _MATTERS for field in _FIELDS)
"""Subjects of our own, so that what Dateline's vocabulary holds changes no figure."""

COUNTRIES = tuple(
    """
    United States, China, Russia, Ukraine, United Kingdom, France, Germany, Israel, India, Japan,
    South Korea, Taiwan, Iran, Poland, Australia, Saudi Arabia, North Korea, Italy, Canada, Spain,
    Netherlands, Sweden, Norway, Finland, Greece, Romania, Pakistan, Egypt, Brazil, Qatar, Denmark,
    United Arab Emirates, Belgium, Czechia, Hungary, Bulgaria, Lithuania, Latvia, Estonia, Slovakia,
    Slovenia, Croatia, Serbia, Portugal, Switzerland, Austria, Ireland, Iceland, Luxembourg,
    Belarus, Georgia, Armenia, Azerbaijan, Kazakhstan, Uzbekistan, Turkmenistan, Kyrgyzstan,
    Tajikistan, Afghanistan, Iraq, Syria, Lebanon, Jordan, Kuwait, Bahrain, Oman, Yemen, Libya,
    Tunisia, Algeria, Morocco, Sudan, South Sudan, Ethiopia, Eritrea, Djibouti, Somalia, Kenya,
    Uganda, Tanzania, Rwanda, Burundi, DR Congo, Gabon, Cameroon, Nigeria, Niger, Chad, Mali,
    Burkina Faso, Senegal, Gambia, Guinea, Sierra Leone, Liberia, Ivory Coast, Ghana, Togo, Benin,
    Mauritania, Cape Verde, Central African Republic, Equatorial Guinea, Angola, Zambia, Zimbabwe,
    Malawi, Mozambique, Botswana, Namibia, South Africa, Lesotho, Eswatini, Madagascar, Mauritius,
    Comoros, Seychelles, Indonesia, Malaysia, Singapore, Thailand, Vietnam, Philippines, Cambodia,
    Laos, Myanmar, Brunei, Bangladesh, Sri Lanka, Nepal, Bhutan, Maldives, Mongolia, New Zealand,
    Papua New Guinea, Fiji, Solomon Islands, Vanuatu, Samoa, Tonga, Kiribati, Tuvalu, Nauru, Palau,
    Marshall Islands, Micronesia, Mexico, Guatemala, Belize, Honduras, El Salvador, Nicaragua,
    Costa Rica, Panama, Cuba, Jamaica, Haiti, Dominican Republic, Bahamas, Barbados, Grenada,
    Trinidad and Tobago, Saint Lucia, Dominica, Antigua and Barbuda, Saint Kitts and Nevis,
    Saint Vincent and the Grenadines, Colombia, Venezuela, Guyana, Suriname, Ecuador, Peru, Bolivia,
    Paraguay, Uruguay, Chile, Argentina, Cyprus, Malta, Albania, North Macedonia, Montenegro,
    Bosnia and Herzegovina, Kosovo, Moldova, Monaco, Liechtenstein, Andorra, San Marino,
    Vatican City, Greenland, Hong Kong
    """.replace("\n", " ")
    .replace("  ", "")
    .strip()
    .split(", ")
)
"""Names whose slugs are their own letters in small, so that both sides write the same address."""

ORGANISATIONS = (
    "NATO",
    "the European Defence Agency",
    "the United Nations",
    "the Royal Navy",
    "the African Union",
    "Lockheed Martin",
    "Rheinmetall",
    "the Pentagon",
)
MATTERS = (
    "a frigate programme",
    "an air defence battery",
    "a drone contract",
    "mine countermeasures",
    "a cyber attack",
    "artillery ammunition",
    "a joint military exercise",
    "border troops",
    "fighter jets",
    "an arms embargo",
)
"""What the seeds of the case `seeds` speak of, so that recognition has work to do."""
