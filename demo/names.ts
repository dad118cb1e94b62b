/** First names of the demo company's people. */
export const firstNames = (
  'Amara Andre Anika Beatriz Bogdan Caleb Carmen Chidi Claire Dana Deepa Diego Elena Emeka Erin ' +
  'Farah Felix Gabriela Grace Hana Hassan Ines Isaac Jada Jerome Joanna Kaito Keisha Lars Leila ' +
  'Lucia Malik Marcus Mei Nadia Naomi Nils Noor Olivia Omar Paige Priya Quinn Rafael Rosa Ruth ' +
  'Samir Sofia Tariq Tessa Theo Uma Valerie Viktor Wanda Will Ximena Yusuf Zara Zoe'
).split(' ');

/** Last names of the demo company's people; some need care in SQL and in URLs. */
export const lastNames = (
  'Abara Achterberg Adeyemi Alvarez Banerjee Beck Brandt Calloway Castillo Chen Cohen Delacroix ' +
  'Dimitrov Dunne Eriksen Farouk Ferreira Fontaine Garcia Gupta Hadley Haddad Hayes Ibarra ' +
  'Ivanova Jensen Kapoor Kowalski Lindqvist Lopez Marchetti Mbeki Moreau Nakamura Novak O’Brien ' +
  "O'Neal Okafor Ortiz Park Petrov Quintana Ramsey Rao Reyes Romero Saito Sandoval Schmidt Silva " +
  'Sørensen Stone Tanaka Tran Underhill Vance Vargas Walsh Weaver Whitfield Yamada Zhang'
).split(' ');

const places = (
  'Alder Creek|Apex|Arrowhead|Aspen|Bay State|Bayou|Beacon|Big Sky|Birchwood|Blue Ridge|Bluebonnet|' +
  'Bluffton|Brookside|Cactus|Canyon|Capitol|Cardinal|Cascade|Cedar Park|Chesapeake|Clearwater|' +
  'Coastal|Copper State|Cornerstone|Crescent City|Crestview|Cypress|Desert Sun|Eagle Rock|' +
  'Emerald City|Evergreen|Fairhaven|First Coast|Foothill|Four Seasons|Frontier|Garden State|' +
  'Gateway|Gold Coast|Granite|Great Lakes|Gulf Stream|Harbor|Heartland|Hickory|High Plains|' +
  'Highland|Hill Country|Homestead|Horizon|Hudson|Ironwood|Juniper|Keystone|Lakeshore|Liberty|' +
  'Lone Star|Magnolia|Maple Leaf|Mesa|Mile High|Mission|Monarch|Mountain View|North Star|Northgate|' +
  'Oak Hill|Ocean State|Old Dominion|Overland|Palmetto|Paragon|Patriot|Peachtree|Piedmont|' +
  'Pine Valley|Pioneer|Prairie|Premier|Puget|Red Rock|Ridgeline|Rio Grande|River City|Rocky Top|' +
  'Sandhills|Saguaro|Sierra|Silver Lake|South Shore|Stone Bridge|Summit|Sunbelt|Sunrise|Tidewater|' +
  'Timberline|Tri-County|Twin Cities|Upstate|Valley|Vista|Wasatch|West End|White Oak|Willow|Yellowstone'
).split('|');

const families = (
  'Abbott Anderson Bailey Barrett Becker Bianchi Boone Caldwell Carver Chavez Connolly Cruz Dawson ' +
  'Delgado Duffy Ellison Esposito Fischer Fitzgerald Garrison Gibbs Hale Harlan Hendricks Holt ' +
  'Jacobs Kaminski Keller Lambert Larson Maddox McCarthy Mercer Morales Nolan Olsen Pacheco Parrish ' +
  'Pham Porter Ramirez Rhodes Rossi Sawyer Shea Sloan Stanton Sullivan Thorne Tucker Vaughn Weber ' +
  'Whitaker York'
).split(' ');

/** What the beginnings of company names are made of. */
export const beginnings = { places, families } as const;

interface Trade {
  /** The account's industry. */
  readonly industry: string;
  /** How often it occurs, relative to the others of its segment. */
  readonly share: number;
  readonly endings: readonly string[];
}

const trade = (industry: string, share: number, endings: string): Trade => ({
  industry,
  share,
  endings: endings.split('|'),
});

/** The trades of a segment and how companies in them call themselves. */
export const trades: Readonly<Record<'Residential' | 'Commercial', readonly Trade[]>> = {
  Residential: [
    trade('HVAC', 9, 'Heating & Air|Air Conditioning|Comfort Systems|Heating & Cooling|Air Pros'),
    trade('Plumbing', 8, 'Plumbing|Plumbing & Drain|Rooter|Plumbing Co.|Water Works'),
    trade('Electrical', 5, 'Electric|Electrical Services|Power & Light|Electricians'),
    trade('Roofing', 3, 'Roofing|Roofing & Gutters|Exteriors|Roof Care'),
    trade('Garage doors', 2, 'Garage Doors|Overhead Door|Door Service'),
    trade('Pest control', 2, 'Pest Control|Pest Solutions|Termite & Pest'),
    trade('Landscaping', 2, 'Lawn & Landscape|Landscaping|Tree Service|Irrigation'),
    trade('Pool and spa', 2, 'Pools|Pool & Spa Care|Pool Service'),
    trade('Cleaning', 1, 'Home Cleaning|Carpet Care|Window Cleaning|Chimney & Vent'),
  ],
  Commercial: [
    trade('Commercial HVAC', 7, 'Mechanical|Mechanical Contractors|Climate Systems|HVAC Group'),
    trade('Facilities', 5, 'Facility Services|Facilities Group|Building Services'),
    trade('Fire and life safety', 4, 'Fire & Safety|Fire Protection|Life Safety'),
    trade('Refrigeration', 3, 'Refrigeration|Cold Chain Services|Kitchen & Refrigeration'),
    trade('Commercial electrical', 3, 'Electrical Contractors|Energy Services|Industrial Electric'),
    trade('Building automation', 2, 'Controls|Building Automation|Control Systems'),
    trade('Elevators', 1, 'Elevator|Elevator & Escalator'),
    trade('Janitorial', 2, 'Janitorial|Commercial Cleaning|Building Maintenance'),
    trade('Security systems', 2, 'Security Systems|Access & Security'),
  ],
};

/** Names that a screen, a statement or a file may stumble over, by segment. */
export const difficultNames: Readonly<
  Record<'Residential' | 'Commercial', readonly (readonly [name: string, industry: string])[]>
> = {
  Residential: [
    ["O'Malley & Sons Plumbing", 'Plumbing'],
    ['The "Always On" Electric Company', 'Electrical'],
    ['Señor Peña Aire Acondicionado', 'HVAC'],
    ['Sparky’s Electric ⚡', 'Electrical'],
    ['Happy Home 🏠 Heating & Air', 'HVAC'],
    ['100% Drain_Free Plumbing \\ Rooter', 'Plumbing'],
    ['Bold Roofing & Gutters', 'Roofing'],
    [
      'Southwestern Residential Plumbing, Drain Cleaning, Water Heaters and Emergency Repair Partners',
      'Plumbing',
    ],
    ['Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Gas & Boiler', 'HVAC'],
  ],
  Commercial: [
    ['Brüder Müller Klimatechnik', 'Commercial HVAC'],
    ['株式会社さくら設備', 'Facilities'],
    ['Ångström Cooling', 'Refrigeration'],
    [
      'The Greater Metropolitan Tri-County Heating, Ventilation, Air Conditioning & Sheet Metal Co.',
      'Commercial HVAC',
    ],
    ['Élan Façades & Toitures', 'Facilities'],
  ],
};
