/** Words that may stand between a cue and the name. */
export const NAME_FILLERS = new Set([
  'uh',
  'um',
  'uhm',
  'er',
  'also',
  'ms',
  'mr',
  'mrs',
  'miss',
  'dr',
  'actually',
  'there',
  'yes',
]);
/** Last words of names of organisations. */
export const ORGANISATION_NOUNS = new Set(
  'bank union insurance auto motors software systems solutions services service support internet wireless mobile telecom energy electric gas water airlines hotel hotels clinic clinics hospital dental health healthcare pharmacy appliances electronics store stores shop company corporation corp inc llc group agency associates partners center centre university college school rentals realty mortgage capital financial finance credit savings logistics shipping security home homes media networks technologies labs studio desk department'.split(
    ' ',
  ),
);

/** Frequent given names in English-language calls: what makes "this is robert" a name where a transcript has no capitals. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `aaron abby abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alexis alice alicia alison
  allen allison alyssa amanda amber amelia amir amy ana andre andrea andrew angel angela anita ann anna anne annie
  anthony antonio april arjun arthur ashley audrey austin ava barbara beatrice becky ben benjamin bernard beth betty bill
  billy blake bob bobby brad brandon brenda brent brett brian bruce bryan caleb cameron carl carla carlos carmen carol
  caroline carolyn carrie casey catherine cathy cesar charles charlie charlotte chelsea cheryl chloe chris christian
  christina christine christopher cindy claire clara claudia colin connie connor courtney craig crystal curtis cynthia
  daisy dan dana daniel danielle danny darren dave david dawn dean deborah debra denise dennis derek diana diane diego
  don donald donna doris dorothy doug douglas dylan earl ed eddie edward edwin eileen elaine elena eli elijah elizabeth
  ella ellen emily emma eric erica erik erin ethan eugene eva evan evelyn fatima felix fernando fiona frances francis
  frank fred gabriel gary george gerald gina glenn gloria gordon grace grant greg gregory hailey hannah harold harry
  hassan heather hector heidi helen henry holly howard hugo ian irene isaac isabel isabella ivan jack jackie jackson
  jacob jake james jamie jan jane janet janice jasmine jason javier jay jean jeff jeffrey jen jennifer jenny jeremy
  jerry jesse jessica jesus jill jim jimmy joan joanna joe joel john johnny jon jonathan jordan jorge jose joseph josh
  joshua joyce juan judith judy julia julian julie justin karen karl kate katherine kathleen kathryn kathy katie kayla
  keith kelly ken kenneth kevin kim kimberly kristen kristin kyle larry laura lauren lawrence leah lee leo leon leonard
  leslie lewis liam lily linda lindsay lisa logan lois lori louis lucas lucy luis luke lynn madison maggie marc marco
  marcus margaret maria marie marilyn mario marisa mark marlene martha martin marvin mary mason matt matthew maureen
  max megan melanie melissa mia michael michelle miguel mike mohamed mohammed molly monica morgan nancy naomi natalie
  natasha nathan neil nicholas nick nicole nina noah nora norman oliver olivia omar oscar pamela pat patricia patrick
  paul paula pedro peggy peter phil philip phillip phyllis priya rachel ralph randy raymond rebecca regina renee ricardo
  richard rick ricky rita rob robert roberto robin rodney roger ron ronald rosa rose ross roy ruben russell ruth ryan
  sally sam samantha samuel sandra sandy sara sarah scott sean sergio seth shannon sharon shawn sheila shirley simon
  sofia sonia sophia sophie stacy stanley stella stephanie stephen steve steven stuart sue susan suzanne sylvia tamara
  tammy tanya tara taylor ted teresa terry theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracy
  travis trevor tyler valerie vanessa vernon veronica vicky victor victoria vincent violet virginia walter wanda wayne
  wendy wesley will william willie xavier yolanda yvonne zachary zoe`.split(/\s+/u),
);

/** Labels that name a side outright. Tested on the label in lower case. */
export const AGENT_LABEL =
  /(?:^|[^a-z])(?:agent|rep|representative|advis[eo]r|operator|support|associate|csr|salesperson|seller|sales|host|consultant|assistant|employee|staff)(?:$|[^a-z])/u;
export const CUSTOMER_LABEL =
  /(?:^|[^a-z])(?:customer|caller|client|prospect|patient|user|guest|lead|contact|buyer|consumer|member|policyholder)(?:$|[^a-z])/u;

/** Further given names of those who call in English, from where they and their parents come. None is another word. */
const FURTHER = `
  aaliyah aarav aaron abbie abdul abdullah abel abena abhishek abigael achebe ada adaeze adaora adebayo adel adela adele adeline
  aditi aditya adnan adriana adrienne agata agatha agnes agnieszka agustin ahmad aidan aideen aiden ailsa aimee aine ainsley aisling
  ajay akash akemi akira akosua alain alana alasdair alastair alberto aldo alec aled alejandra aleksandra alessandra alessandro
  alexei alexis alfie alfonso alfred alfredo algernon alicja alina alistair alisha aliya alma aloysius alphonse alvaro alvin alyona
  amal amara amarjit ambrose amelie amina amit amita amna amrit anastasia anders andrei andres andrew andrzej andy aneesa aneta
  aneurin angelica angelina angelo angus anika anil anisha anita anjali anja anneke annabel annabelle anneliese anneli annette annika
  ansel anselm antoinette anton antonella antonia anuradha anwar anya aoibheann aoife archie ariana arianna ariel arlene arlo armando
  arnold arthur arturo arvind asha ashish ashok ashraf asif astrid asuncion athena aubrey augustus aurelia aurora avery avi aya
  ayesha ayodele ayse azadeh aziz babak babatunde bahar balraj baljit barnaby barney bartosz basil bastian beata bea bella benedict
  benito bente bernadette bernardo bernice bernie bertha bertie bertram bettina beverley beverly bharat bianca bilal birgit bjorn
  blanca blessing bogdan boris brandi breda brendan breda brenna briana brianna bríd brid bridget bridie brigid brigitte britney
  brittany bronagh bronwyn brooke bryce bryn bryony byron cadence caitlin caitriona callie callum calum camila camille candice carina
  carine carl carlo carlota carlton carly carmela carolina carson carys casimir cassandra cassie catalina cathal catherine catriona
  cecil cecilia cecily cedric celeste celia celine ceri cerys chandra chantal chantelle charlene charmaine chen chiara chidi chiamaka
  chidinma chike chinedu chloe chrissie christa christabel christel christos chukwuma chung cian ciara ciaran cillian clarence
  clarissa claude claudio clemens clement clementine cleo clifford clifton clint clive clodagh colette colleen colm conan concepcion
  conchita conor constance constantin cora coralie cordelia corey corinne cormac cornelia cornelius cory cosmo cristian cristina
  cristobal curt cyril dafydd dagmar daithi daisuke dalia damian damien daniela daniele danika danuta daphne dara daria darcy dario
  darius darragh darrell darryl dashiell davina dawit dawid dearbhla declan deepa deepak deepika deirdre deidre delia della delphine
  demetrius denis denzel deon derrick dermot desiree desmond desmonde devi devon dewi dexter dhruv didier dieter dilip dilys dimitri
  dimitris dina dinesh dolores domenico dominic dominica dominik dominique donal donncha donna donnacha donovan dora doreen dorian
  doris dorothea dorota drago duncan dwayne dwight dylan eamon eamonn eamonn earnest ebony eddy edgar edith edmund edna eduardo edwina
  efe effie efua ewa eilidh eilis eimear einar eirlys ekaterina elaine eleanor eleanora eleni elias elin eliot elise elisa elisha
  elissa eliza ella elliot elliott eloise elsa elsie elspeth elton elvira elwood emeka emer emil emile emilia emiliano emilio emine
  emmanuel emmanuelle emmet enda enid ennio enrico enrique enzo eoghan eoin ephraim eric erica erin ernesto errol esme esmeralda
  esperanza esteban estella estelle esther ethel eugenia eugenie eunice eustace evangeline evelina everett evie ewan ewen ezekiel ezra
  fabian fabio fabrice fadi fahad faisal fallon farah fareed farhan farid farida faridah fatemeh fathima fatou fatoumata faye federico
  felicia felicity felipe fenella ferdinand fergal fergus filip filippo finbar finlay finn finnian fintan fionn fionnuala fiona flavia
  fleur flora florian floyd folasade francesca francesco francine francisco francois francoise franka frankie franklin franz fraser
  freddie freddy frederick frederic frederica fredrik freya frida frieda fritz funmi gabriela gabriella gabrielle gareth garfield
  garrett garry gaurav gavin gearoid gemma genevieve geoff geoffrey georgie georgina geraint geraldine gerard gerardo gerhard germaine
  gerry gertrude ghislaine giacomo gianni gideon gilbert gilda giles gillian ginny giorgio giovanna giovanni girish gisela giselle
  gita giulia giuseppe gladys glenda glenys goran gordana gracie grainne graeme graham grahame grazyna greta gretchen griselda grzegorz
  guadalupe gudrun guido guillaume guillermo gulsum gunther gurdeep gurpreet gurbir gustav gustavo gwen gwendolen gwendolyn gwenda
  gwyn gwyneth habib hadiya hafsa haidar hakan hakim halima hamid hamish hamza hana hanh hanif hannelore hans hari harish harjit
  harmeet harold haroon harpreet harriet harriett harrison haruka haruki harvey hasan hashim hassan hattie hauke hayden hayley hazel
  hee-jin heike heinrich helena helene helga heloise hendrik henri henrietta henrik herbert herman hermione hernan hettie hilary
  hilda hildegard hiro hiroko hiroshi hiroto hitesh homer honor horace horatio hortense hristo hubert huda huey hugh hughie humphrey
  hussain hussein hyacinth ian iain ianto ibrahim ida idris ieuan ifan ifeoma ifeanyi ignacio ignatius igor ike ikechukwu ilana ileana
  ilias iman imani imelda imogen imran ina inaya inderjit indira ines inga ingeborg ingo ingrid inigo inma ioana ioan ioannis iolanda
  iolo iona ira irina iris irma irving isa isaiah isadora isha ishaan ishita isidore isla ismael ismail isobel istvan ita itziar iva
  ivana iveta ivo ivor iwan iwona izabela izzy jacinta jacinto jackson jacqueline jacqui jacques jada jaden jagdish jaime jakub jamal
  jamila jamison jana janek janelle janette janice janina janine janusz jared jarek jaroslav jarrod jaspal jasper jaswinder javed
  javier jayden jayesh jayne jean-paul jean-pierre jeanette jeanne jeannie jed jedediah jemima jemma jenna jennie jens jerome jerry
  jesse jessica jessie jethro jill jillian jimena jimmy jitendra joachim joan joanna joanne joao joaquin jocelyn jodie joe joel joelle
  joey johan johann johanna johannes jolanta jolene jolie jon jonah jonas jonathan jonathon joni jordi jorge jorgen jose josef josefa
  josefina joseph josephine josh joshua josiah josie josip joyce juan juana juanita jude judith judy juhi julia julian juliana julianne
  julie julien juliet juliette julio julius jun junaid june jurgen justin justina justine justyna kabir kadir kaitlin kaitlyn kalpana
  kamal kamala kamil kamila kamran karan kareem karel karen karim karima karin karina karl karla karolina kasia kasper katarina katarzyna
  kate katerina katharina katharine katherine kathleen kathryn kathy katie katja katrina katy kaveh kavita kayleigh keanu keegan keeley
  keiko keira keith kellie kelly kelsey kelvin kendall kendra kenji kennedy kenneth kenny kenya kerry kerstin kevin keziah khadija khalid
  khaled khalil khanh kiana kiara kieran kiera kimberley kimberly kirk kirsten kirstie kirsty kishore kitty kiyoshi klara klaus kofi
  kojo konrad konstantin kosuke kourosh kris krish krishna krishnan kristen kristian kristin kristina kristine kristof krystyna krzysztof
  kuba kulwinder kumar kunal kurt kwabena kwame kwasi kyla kyle kylie kyra lachlan laila lakshmi lalita lamar lana larisa larissa lars
  larry lashonda latanya laticia latisha latoya laura lauren laurel laurence laurent laurie lavinia lawrence leah leander leandro leanne
  leela leif leigh leila leland lena lennart lenny lenora leon leona leonard leonardo leonie leonora leopold leroy lesley leslie leticia
  levi lewis lexie liam liana libby lidia liesl lila lilian liliana lilith lillian lina linda linden lindsay lindsey linh lionel lisa
  lisbeth liselotte livia livvy lizzie lloyd llewellyn llinos logan lois lola lolita lora lorcan loretta lori lorna lorraine lotte lottie
  louis louisa louise luc luca lucas lucia lucian luciana luciano lucie lucien lucille lucinda lucy ludmila ludovic ludwig luigi luis
  luisa lukas lukasz luke lulu luther luz lydia lyle lyndon lynette lynn lynne lynsey mabel maciej mack mackenzie madalyn maddie maddy
  madeleine madeline madhu madhuri madison mads mae maeve magda magdalena magdalene maggie magnus mahesh mahmoud mahmud maia mairead
  maisie maja makoto malachy malcolm malgorzata malia malik malin mandeep mandy manfred manish manjit manoj mansour manuel manuela
  marcel marcela marcelo marcia marcin marco marcos marek margarita margery margit margot marguerite mariam mariana marianne mariano
  maribel marica marie-claire mariella marija marika mariko marina marion maris marisol marius marjan marjorie marjory marko markus
  marlon marta marten martha martina marty maryam marzena masako massimo mathew mathias mathilda mathilde mathieu matilda matteo
  matthias maud maude maura maurice mauricio maurizio mavis maxim maxime maximilian maxine maya mayumi mbali mehdi mehmet mei mei-ling
  meera mehul mel melinda melvin mercedes meredith meriem merle merlin mervyn mette micah michaela michal michel michele mick mickey
  miguel mihai mikael mikhail mila milan mildred milena millicent millie milly milo milos mina mindy minh minna mira miranda mirela
  miriam miroslav misha mitchell mitzi moesha mohamad mohammad mohan mohit moira mona monika monique monroe montserrat mordecai morag
  morgana moritz morten moses moshe muhammad muireann mukesh murray murtaza mustafa myfanwy myles mylene myra myriam myron myrtle mzia
  nabil nadia nadine nadya nahid naima naina najib nana nanette nanda naoko naomh naoise narendra naseem nasir nasreen natalia natalya
  natasza nathalie nathaniel naveed naveen neela neena neeraj neha nelson nell nellie nerys nessa nestor neville niall niamh nicki
  nicky nico nicola nicolas nicolette nigel nikhil nikita nikki niklas nikola nikolai nikolaos nikos nils nimrod nina nisha nishant
  nita nitin nkechi noel noelle noemi nolan nora noreen norma norris nuala nuno nuria nura nyah oana octavia odette odile oisin oksana
  olaf olamide oleg olena olga olivier olu oluwaseun olwen omari omkar ondrej oonagh opal ophelia orla orlaith orlando orson osama
  osagie osman oswald otis otto owain owen oyin ozlem pablo paddy padraic padraig paige paloma pankaj paola paolo parisa parminder parveen
  pascal pascale pasquale patience patrice patrycja patti patty paulette paulina pauline paulo pavel pawel payal pearse peadar penelope
  percival percy perdita perpetua petr petra petros philippa philippe phineas phoebe pierre pietro pilar piotr pippa polly pooja poppy
  prakash pranav prasad preethi preeti primrose priscilla pritam priti priyanka prudence quentin quincy quinn rabia rachael rachelle radek
  radha rafael rafal raffaele rafferty raghav rahul raina raj raja rajan rajeev rajesh rajinder rajiv raju rakesh ram rama ramesh ramiro
  ramon ramona rana randall randolph rani ranjit raoul raphael raquel rashid rashida raul ravi ravinder rayan raymundo rayna reagan
  reece reggie reginald reid reilly reinhard rekha remi rena renata renate rene renuka reshma reuben rex reza rhea rhian rhiannon rhoda
  rhodri rhona rhonda rhys ria riaz ricardo richie richmond rihanna riku riley rina rishi rita ritu rivka riya roberta rocco rocio rod
  roderick rodolfo rodrigo rogelio rohan rohit roisin roland rolando rolf roma romain roman romana romeo romesh romy ronald ronaldo ronan
  ronit ronnie rory rosalia rosalie rosalind rosamund rosanna rosanne rosario roscoe roseanne roselyn rosemarie rosetta rosie rosina
  rowan rowena roxana roxanne ruairi ruaridh rubina rudi rudolf rudolph rufus rukhsana rupa rupert rupinder russ ruslan rutger ruthie
  sabah sabina sabine sabrina sacha sachin sadia sadie saeed safa saffron sahil said saida saif saira sajid sakura saleem salim salima
  sally-ann salma salman salome salvador salvatore samina samir samira sammy samuel sana sandeep sandhya sandor sangeeta sanjay sanjeev
  sanjit santiago saoirse sapna sarabeth sarita sascha sasha saskia sathish saul saurabh savannah scarlett sebastian seema selena
  selina selma selwyn seonaid serena serge sergei sergey seth seung seyed shabnam shahid shahida shakira shamima shamus shana shane
  shanice shanika shaniqua shanti shaun shauna shazia shea sheena sheela sheikh shelagh sheldon shelley shelly sherif sherman sherri
  sherry shilpa shira shirin shiv shiva shivani shona shoshana shreya shruti shweta siân sian sibyl sidney sidra siegfried sienna sigrid
  silas silke silvana silvia silvio simone simran sinead sinéad siobhan siobhán siv slavica slawomir snezana soledad solomon sonal sonja
  sonny sonya soraya soren sorcha sota spencer spiros sreedhar srinivas stacey stacie stan stanislav stanislaw stefan stefania stefano
  steffi stefanie stelios sten stephan stephane stephany sterling stewart stig stuart subhash sudhir suhail sujata sukhdeep sukhwinder
  sulaiman suleiman sultan sumaya sumit sunil sunita suraj suresh surinder susana susanna susannah susanne sushila sushma svetlana
  swati sybil sydnee syed sylvain sylvester sylvie sylwia szymon tabitha tadeusz tadhg taha tahir tahira taiwo takashi takeshi talia
  tallulah tamar tamer tamika tamsin tanisha tanvi tanvir tariq tarquin tasha tatiana tatyana tavish tawanda temitope tendai teodor
  terence terrance terrell terri tess tessa thabo thandi thea thelma theo theodora therese thi thibault thierry thom thomasina thorsten
  thu thuy thurston tia tiago tierney tiernan tilda tillie tilly timo timur tiziana tobias toby tomas tomasz tommaso toni tonia torben
  toshiro tracey tremaine trenton tricia trina trinh trisha tristan trudy tuan tunde tuva tyrell tyrone tyson ulrich ulrike uma umair umar
  umesh una unathi ursula usha usman uzma vaclav valentina valentino valeria valerio vandana vanja varun vasil vasile vaughan veda veena
  venkat vera vernon vesna vicente vicki vidya vihaan vijay vikas vikki vikram viktor viktoria vilma vinay vince vincenzo vinod violetta
  virgil virginie vishal vitaly vito vittorio viv vivek vivian viviana vivien vivienne vladimir vlad vojtech wahid waleed walid wally
  walton wanjiru waqar waseem wei wenceslas wendell werner wilbur wilfred wilhelm wilhelmina willa willem willis wilma winifred winnie
  winston wladyslaw wojciech wolfgang woodrow wyatt wyn xander xanthe xiao xin xiomara xiuying yael yahya yannick yannis yara yash yasir
  yasmin yasmine yasuko yelena yetunde yevgeny yiannis ying yohan yoko yosef yousef youssef yuki yuko yuliya yumi yuri yusuf yuto yves
  yvette zac zach zack zahra zaid zainab zakariya zara zbigniew zeb zeinab zelda zena zendaya zeynep zhang zhao ziad zofia zoltan zora
  zoran zosia zuleika zuzana`;

/** Given names that are as often a place, a thing or a firm. */
const OTHER_TOO = new Set(
  `alexa siri sydney florence paris georgia chelsea victoria jordan austin charlotte dallas savannah virginia carolina india israel
  kenya madison lincoln jackson hamilton houston phoenix denver devon cairo milan geneva adelaide alma mercedes octavia said raja sultan
  patience honor blessing june may april ram thi mack rod mel rose marina aurora nova penny grace hope faith joy sage basil curt rex
  angus kelvin marco romeo juliet oscar stella magnum monroe regina santiago trenton richmond sterling shea ginny perpetua opal coral
  jay bay rana tess sana mina mae lana sky lulu victor dell ford wei xin ying mei nana ada java ruby pearl crystal iris lily lisa amber jade matt
  lola ken barbie jan sol noel ebony scarlett saffron poppy primrose olive ivy holly heather hazel fern daisy jasmine violet summer
  autumn dawn melody harmony cliff bill mark rich frank pat grant chase drew art jean gene gene earl duke prince kit bob nick jack
  jimmy reading ross kent troy perry clay dean lane miles piers rob skip sunny rusty sandy misty stormy bunny ginger brandy sherry
  candy cherry honey angel charity felicity prudence constance clement justice mercy destiny trinity tiffany cartier chanel armani
  morgan kelly kerry shannon tyrone clare donegal lewis harris jesus christian pascal wally sonny buddy cadence laurel linden merlin myrtle homer jun jolie moses una sota ike ida ira thom kamal amal sana dina kitty maxim avery brooke`.split(
    /\s+/u,
  ),
);

/** Whether a lower-case word is a frequent given name and nothing else. */
export function isKnownGivenName(word: string): boolean {
  return ALL.has(word) && !OTHER_TOO.has(word);
}

/** Whether it may be one. */
export function mayBeKnownGivenName(word: string): boolean {
  return ALL.has(word) || OTHER_TOO.has(word);
}

const ALL: ReadonlySet<string> = new Set([...GIVEN_NAMES, ...FURTHER.trim().split(/\s+/u)]);
