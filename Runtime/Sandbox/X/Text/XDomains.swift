/// The top-level domains that X knows, as twitter-text 3 has them in its `validCCTLD.js` and `validGTLD.js`.
enum XDomains {
  /// Where a domain that begins at `start` may end, the longest first.
  static func ends(_ text: ArraySlice<UInt32>, _ start: Int) -> [Int] {
    var ends: [Int] = []
    var node = 0
    var place = start
    while place < text.endIndex, let next = tree.nodes[node][lowercased(text[place])] {
      node = next
      place += 1
      if tree.ends.contains(node) { ends.append(place) }
    }
    return ends.reversed()
  }

  private static func lowercased(_ scalar: UInt32) -> UInt32 {
    let lower = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars
    return lower?.count == 1 ? lower?.first?.value ?? scalar : scalar
  }

  /// By their letters: where each letter leads to, and at which node a domain ends.
  private static let tree: (nodes: [[UInt32: Int]], ends: Set<Int>) = {
    var nodes: [[UInt32: Int]] = [[:]]
    var ends: Set<Int> = []
    for name in names {
      var node = 0
      for letter in name {
        if nodes[node][letter] == nil {
          nodes[node][letter] = nodes.count
          nodes.append([:])
        }
        node = nodes[node][letter] ?? 0
      }
      ends.insert(node)
    }
    return (nodes, ends)
  }()

  private static var names: [[UInt32]] {
    let ascii = latin.flatMap { length, letters -> [[UInt32]] in
      let all = letters.unicodeScalars.map(\.value)
      return stride(from: 0, to: all.count, by: length).map { Array(all[$0..<$0 + length]) }
    }
    return ascii + others.split(separator: "|").map { $0.unicodeScalars.map(\.value) }
  }

  /// One behind the other, by how long they are.
  private static let latin: [(length: Int, letters: String)] = [
    (
      2,
      "acadaeafagaialamanaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybzcacccdcfcgch"
        + "cickclcmcncocrcucvcwcxcyczdedjdkdmdodzeceeegehereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngp"
        + "gqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrls"
        + "ltlulvlymamcmdmemfmgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgph"
        + "pkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosrssstsusvsxsysztctdtftgthtjtktl"
        + "tmtntotptrtttvtwtzuaugukumusuyuzvavcvevgvivnvuwfwsyeytzazmzw"
    ),
    (
      3,
      "aaaabbabcacoadsaegaflaiganzaolappartawsaxabarbbcbbtbcgbcnbetbidbiobizbmsbmwbnlbomboobotbox"
        + "buybzhcabcalcamcarcatcbacbncbscebceocfacfdcomcpacrscscdaddayddsdevdhldiydnpdogdotdtvdvreat"
        + "ecoeduesqeusfanfitflyfoofoxfrlftrfunfyigalgapgaygdngeaglegmogmxgoogopgotgovhbohivhkthothow"
        + "htcibmiceicuifmincinginkintistitviwcjcbjcpjiojlcjlljmpjnjjotjoykfhkiakimkpnkrdlatlawldsllc"
        + "llplollplltdmanmapmbamcdmedmenmeomilmitmlbmlsmmamoemoimommovmsdmtnmtrnabnbanecnetnewnflngo"
        + "nhknownranrwnttnycobioffoneongonloooorgottovhpaypetphdpidpinpncproprupubpwcqvcredrenrilrio"
        + "riprunrwesapsassbisbsscascbsessewsexsfrskiskysoysrlsrtstctabtaxtcitdktelthdtjxtoptrvtuitvs"
        + "ubsunouolupsvetvigvinvipwedwinwmewowwtcwtfxinxxxxyzyouyunzip"
    ),
    (
      4,
      "aarpableadacaeroaigoakdnallyamexarabarmyarpaarteasdaasiaaudiautobabybandbankbbvabeerbest"
        + "bikebingblogbluebofabondbookbuzzcafecallcampcarecarscasacasecashcbrecernchatciticityclub"
        + "coolcoopcyoudatadatedclkdealdelldesidietdishdocsdohaduckdunsdvagernifagefailfansfarmfast"
        + "fiatfidofilmfirefishflirfoodfordfreefundgamegbizgentggeegiftgmbhgoldgolfgooggugeguruhair"
        + "haushdfchelpherehgtvhosthsbcicbcieeeimdbimmoinfoitaujavajeepjobsjprskddikiwikpmgkredland"
        + "legolgbtlidllifelikelimolinkliveloanloftloveltdaluxemaifmeetmememenuminimintmobimodamoto"
        + "mtpcnamenavynewsnextniconikeolloopenpageparspccwpicspingpinkplaypluspohlpornpostprodprof"
        + "qponraidreadreitrentrestrichrmitroomrsvpruhrsafesalesaposarlsavesaxoscorscotseatseeksexy"
        + "shawshiashopshowsilksinasiteskinsncfsohusongsonyspotstarsurftalktaxiteamtechtevatiaatips"
        + "towntoystubevanavisavivavivovotevotowangweirwienwikiwineworkxboxyogazarazerozone"
    ),
    (
      5,
      "actoradultaetnaamfamamicaapplearchiaudioautosazurebaidubeatsbiblebingoblackboatsbootsbosch"
        + "buildcanoncardschasecheapchloeciscociticclickcloudcoachcodescrowncymrudaburdancedealsdelta"
        + "dodgedrivedubaiearthedekaemailepostepsonfaithfedexfinalforexforumgallogamesgiftsgivesglade"
        + "glassglobogmailgreengripegroupgucciguidehomeshondahorsehousehyattiinetikanointelirishiveco"
        + "jetztkoelnkyotolamerleaselegallexuslillylindelipsylixilloanslocuslottelottolupinmacysmango"
        + "mediamiamimoneymoparmovienadexnexusnikonninjanokianowtvomegaonionosakaparispartspartyphone"
        + "photopizzaplacepokerpraxipressprimepromoquestradiorehabreisericohrocksrodeorugbysalonsener"
        + "sevensharpshellshoesskypeslingsmartsmilesolarspacesportstadastorestudystylesucksswisstatar"
        + "tirestiroltmalltodaytokyotoolstoraytotaltourstradetrusttunestushuubankvegasvideovistavodka"
        + "volvowaleswatchweberweiboworksworldxeroxyahoozippo"
    ),
    (
      6,
      "abarthabbottabbvieactiveafricaagencyairbusairtelalipayalsacealstomanquanaramcoauthorbayern"
        + "beautyberlinbhartiblancobostikbostonbrokercameracareercaseihcasinocenterchanelchromechurch"
        + "circleclaimscliniccoffeecomseccondoscouponcreditcruisedatingdatsundealerdegreedentaldesign"
        + "directdoctordoosandunlopdupontdurbanemerckenergyestateeventsexpertfamilyflickrfutbolgallup"
        + "gardengeorgegivingglobalgooglegratishealthhermeshiphophockeyhotelshughesimamatinsureintuit"
        + "jaguarjoburgjuegoskaufenkinderkindlekosherlancialatinolawyerlefraklivinglockerlondonluxury"
        + "madridmaisonmakeupmarketmattelmobilemobilymonashmormonmoscowmuseummutualnagoyanaturanissan"
        + "nissaynortonnowruzofficeolayanonlineoracleorangeotsukapfizerphotosphysiopiagetpictetquebec"
        + "racingrealtyreisenrepairreportreviewrocherrogersryukyusafetysakurasanofischoolschulesearch"
        + "secureselectshoujisoccersocialstreamstudiosupplysuzukiswatchsydneytaipeitaobaotargettattoo"
        + "tennistiendatjmaxxtkmaxxtoyotatravelunicomviajesvikingvillasvirginvisionvotingvoyagevuelos"
        + "walterwarmanwebcamxihuanxperiayachtsyandexzappos"
    ),
    (
      7,
      "abogadoacademyagakhanalibabaandroidathletaauctionaudibleauspostaviancabanamexbauhaus"
        + "bentleybestbuybookingbrotherbugatticapitalcaravancareerscartierchannelcharitychintai"
        + "citadelclubmedcollegecolognecomcastcompanycomparecontactcookingcorsicacountrycoupons"
        + "coursescricketcruisesdentistdigitaldomainsexposedexpressfarmersfashionferrariferrero"
        + "financefishingfitnessflightsfloristflowersforsalefrogansfujitsugallerygentinggodaddy"
        + "groceryguitarshamburghangouthitachiholidayhostinghoteleshotmailhyundaiiselectismaili"
        + "jewelryjuniperkitchenkomatsulacaixalancomelanxesslasallelatrobeleclercliaisonlimited"
        + "lincolnmarketsmetlifemonsternetbanknetflixnetworkneustarokinawaoldnavyorganicorigins"
        + "paneraiphilipspioneerpolitierealtorrecipesrentalsreviewsrexrothsamsungsandvikschmidt"
        + "schwarzscienceshikshashriramsinglesspiegelstaplesstarhubstatoilstoragesupportsurgery"
        + "systemstemasektheatertheatreticketstiffanytoshibatradingwalmartwanggouwatchesweather"
        + "websiteweddingwhoswhowindowswinnersxfinityyamaxunyoutubezuerich"
    ),
    (
      8,
      "abudhabiairforceallstateattorneybarclaysbarefootbargainsbaseballboutiquebradescobroadway"
        + "brusselsbudapestbuildersbusinesscapetowncateringcatholicchryslerciprianicityeatscleaning"
        + "cliniqueclothingcommbankcomputerdeliverydeloittedemocratdiamondsdiscountdiscoverdownload"
        + "engineerericssonesuranceetisalateverbankexchangefeedbackfidelityfirmdaleflsmidthfootball"
        + "frontiergoodyeargraingergraphicsguardianhdfcbankhelsinkiholdingshospitalinfinitiipiranga"
        + "istanbuljpmorganlightinglundbeckmarriottmaseratimckinseymemorialmerckmsdmortgagemovistar"
        + "mutuelleobserverpartnerspharmacypicturesplumbingpropertyredstonereliancesaarlandsamsclub"
        + "securityservicesshoppingshowtimesoftbanksoftwarestcgroupsuppliessymantectelecitytraining"
        + "uconnectvanguardventuresverisignwoodsideyokohama"
    ),
    (
      9,
      "accenturealfaromeoallfinanzamsterdamanalyticsaquarellebarcelonabloombergchristmascommunity"
        + "directoryeducationequipmentfairwindsfinancialfirestonefreseniusfrontdoorfujixeroxfurniture"
        + "goldpointgoodhandshisamitsuhomedepothomegoodshomesensehoneywellinstituteinsurancekuokgroup"
        + "ladbrokeslancasterlandroverlifestylemarketingmarshallsmcdonaldsmelbournemicrosoftmontblanc"
        + "panasonicpassagenspramericarichardliscjohnsonshangrilasolutionsstatebankstatefarmstockholm"
        + "travelersvacationsyodobashi"
    ),
    (
      10,
      "accountantapartmentsassociatesbasketballbnpparibasboehringercapitaloneconsultingcreditcard"
        + "cuisinellaeurovisionextraspacefoundationhealthcareimmobilienindustriesmanagementmitsubishi"
        + "nationwidenewhollandnextdirectonyoursidepropertiesprotectionprudentialrealestaterepublican"
        + "restaurantschaefflerswiftcovertatamotorstechnologytelefonicauniversityvistaprintvlaanderen"
        + "volkswagen"
    ),
    (
      11,
      "accountantsbarclaycardblackfridayblockbusterbridgestonecalvinkleincontractorscreditunion"
        + "engineeringenterprisesfoodnetworkinvestmentskerryhotelslamborghinimotorcyclesolayangroup"
        + "photographyplaystationproductionsprogressiveredumbrellarightathomewilliamhill"
    ),
    (12, "constructionlplfinancialpamperedchefscholarshipsversicherung"),
    (13, "internationallifeinsuranceorientexpressspreadbettingtravelchannelwolterskluwer"),
    (
      14,
      "afamilycompanyamericanfamilybananarepubliccancerresearchcookingchannelkerrylogistics"
        + "weatherchannel"
    ),
    (15, "americanexpresskerrypropertiessandvikcoromant"),
    (18, "northwesternmutualtravelersinsurance"),
  ]

  private static let others =
    "vermögensberater|vermögensberatung|ελ|ευ|бг|бел|дети|ею|католик|"
    + "ком|мкд|мон|москва|онлайн|орг|рус|рф|сайт|срб|укр|қаз|հայ|קום|"
    + "ابوظبي|اتصالات|ارامكو|الاردن|البحرين|الجزائر|السعودية|العليان|"
    + "المغرب|امارات|ایران|بارت|بازار|بيتك|بھارت|تونس|سودان|سورية|شبكة|"
    + "عراق|عرب|عمان|فلسطين|قطر|كاثوليك|كوم|مصر|مليسيا|موبايلي|موريتانيا|"
    + "موقع|همراه|پاکستان|ڀارت|कॉम|नेट|भारत|भारतम्|भारोत|संगठन|বাংলা|ভারত|"
    + "ভাৰত|ਭਾਰਤ|ભારત|ଭାରତ|இந்தியா|இலங்கை|சிங்கப்பூர்|భారత్|ಭಾರತ|ഭാരതം|"
    + "ලංකා|คอม|ไทย|ລາວ|გე|みんな|クラウド|グーグル|コム|ストア|セール|ファッション|ポイント|世界|中信|中国|"
    + "中國|中文网|企业|佛山|信息|健康|八卦|公司|公益|台湾|台灣|商城|商店|商标|嘉里|嘉里大酒店|在线|大众汽车|大拿|天主教|"
    + "娱乐|家電|工行|广东|微博|慈善|我爱你|手机|手表|招聘|政务|政府|新加坡|新闻|时尚|書籍|机构|淡马锡|游戏|澳門|点看|"
    + "珠宝|移动|组织机构|网址|网店|网站|网络|联通|诺基亚|谷歌|购物|通販|集团|電訊盈科|飞利浦|食品|餐厅|香格里拉|香港|"
    + "닷넷|닷컴|삼성|한국"
}
